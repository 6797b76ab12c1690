"""How numbers and addresses look that could tell who is meant: patterns for a text without accents.

What counts is the group `hit` of a pattern, or all of it. Patterns that need capitals are read
against the text as it was typed, the others against the same text in lower case.
"""

import re
from enum import StrEnum, auto

from visits.domain.privacy.text import NUMBER, NUMBER_WORDS, NUMBERS_BELOW_TEN, TENS


class Sign(StrEnum):
    """What in a text could tell a reader who is meant."""

    NAME = auto()
    STREET = auto()
    PLACE = auto()
    HOUSE_NUMBER = auto()
    POSTCODE = auto()
    PHONE = auto()
    EMAIL = auto()
    IBAN = auto()
    NUMBER = auto()
    AGE = auto()
    YEAR = auto()
    DATE = auto()
    ONLY = auto()


MONTHS = (
    "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|"
    "january|february|march|may|june|july|august|october|"
    "jan|feb|mrt|apr|jun|jul|aug|sept|sep|okt|nov|dec"
)
TEN = "|".join(TENS[2:])
SMALL = "|".join(NUMBERS_BELOW_TEN)
# What may follow a number without making it the number of a house.
UNITS = (
    r"(?! ?(?:%|°|:|[-/.,]\d|x\b|(?:procent|euro|keer|maal|uur|u|min|minuten|seconden|dagen|dag|"
    r"weken|week|maanden|maand|jaar|jaren|meter|m2|m|cm|km|kilometer|graden|personen|mensen|"
    rf"bewoners|huurders|woningen|huizen|kinderen|treden|trappen|hoog|laag|{MONTHS}|"
    r"times|years?|minutes|hours?|weeks?|days?|months?|of|van|verdieping\w*|etages?)\b))"
)
HOUSE = r"\d{1,5}(?!\d)(?:[ -]?(?:[a-z]|bis|hs|huis|rood|zwart|i{2,3}|iv)(?![a-z0-9'])|-\d{1,4})?"
# A number at the end of what is said, or with a verb after it, is a house: "de buren op 14 klagen".
STOP = (
    r"(?=\s*(?:[.;!?)\"]|,(?!\d)|$|(?:is|was|woont|wonen|heeft|had|hebben|staat|zit|zitten|doet|"
    r"maakt|maken|speelt|spelen|en|of|die|met|wil|willen|kan|hoort|ligt|gaat|geeft|zegt|klaagt|"
    r"klagen|zijn|zetten|draait|ook|altijd|vaak|al)\b))"
)
HOMES = r"(?:woont|wonen|woonde|woning|huis|flat|appartement|kamer|portiek|naast|tegenover|deur)"
PEOPLE = (
    r"(?:over|boven|onder|achter)?(?:buren|buurman|buurvrouw|buurmeisje|buurjongen|buurtjes|"
    r"bewoners?|bewoonsters?|gezin|familie|stel|mevrouw|meneer|mensen|vrouw|man|student|studenten)"
)
PERSON = (
    r"(?:ze|zij|hij|mevrouw|mevr\.?|mw\.?|meneer|mijnheer|heer|dame|huurder|huurster|bewoner|"
    r"bewoonster|vrouw(?:tje)?|man(?:netje)?|echtgenoot|echtgenote|partner|moeder|vader|oma|opa|zoon|dochter|kind|"
    r"jongen|meisje|zus|broer|buurman|buurvrouw|weduwe|weduwnaar|kleinzoon|kleindochter|(?:achter)?kleinkind|she|he)"
)
ALREADY = r"(?: (?:is|was|wordt|werd|al|nu|bijna|ruim|pas|inmiddels|net|ook|dan|volgend jaar|"
ALREADY += r"dit jaar|binnenkort|volgende (?:week|maand)|nearly|already))*"
# No age: the years of a thing, of a plan, of a guarantee.
OF_A_THING = r"(?! ?(?:plan|contract|garantie|onderhoud|begroting|programma|bestaan|looptijd))"
LIVED = r"(?:woont|wonen|woonde|huurt|huren|huurde|zit|zitten|huurder|bewoner|woonachtig|"
LIVED += r"lives?|lived|living|rents?|rented|renting)"
AHEAD = (
    r"(?<!om de )(?<!elke )(?<!iedere )(?<!per )(?<!komende )(?<!binnen )(?<!over )(?<!eens in de )"
    r"(?<!\d tot )(?<!\d t/m )(?<!garantie van )(?<!boven de )(?<!onder de )(?<!vanaf )(?<!next )(?<!within )"
)
CENTURY = r"(?:negentien(?:honderd)?(?:en)?|tweeduizend(?:en)?|twintig)"
# Words after "eerste", "enige", "oudste" that make it say something about a thing.
THINGS = (
    r"(?! (?:verdieping|etage|keer|maal|indruk|instantie|plaats|weken?|dag|dagen|maanden?|jaar|"
    r"jaren|stap|hulp|reactie|klas|contact|gesprek|brief|afspraak|melding|bezoek|kwartaal|helft|"
    r"uren|uur|tijd|overlast|mate|manier|nadeel|probleem|minpunt|punt|zorg|wens|wat|dat|reden|"
    r"supermarkt|pinautomaat|brievenbus|speeltuin|speelplek|bank|bankje|parkeerplaats|prullenbak|"
    r"lamp|lantaarn|route|halte|bushalte|voordeur|douche|wc|"
    r"oplossing|vraag|klacht|verandering|verschil|optie|mogelijkheid|winkel|bus|lift|ingang|"
    r"uitgang|plek|deel|dingen?|jaargetijde|woningen?|huis|huizen|flats?|wijk|buurt|straat|"
    r"gebouw|gebouwen|portiek(?:en)?|galerij|gedeelte|keuken|kozijnen|leidingen|bomen|boom|thing|time|way|problem|"
    r"reason|floor|place|year|week|day|step|homes?|part|question|wish)\b)"
)
WHO = r"(?:bewoners?|bewoonster|huurders?|huurster|gezin|familie|vrouw|man|dame|heer|tenants?|"
WHO += r"residents?|family|die|woman|person|mens)"

STREETS = r"(?:straat(?:je)?|weg|laan|plein(?:tje)?|hof(?:je)?|pad|kade|steeg|plantsoen|dijk|"
STREETS += r"gracht|singel|dreef|burgwal|gaarde|baan)"

P = re.compile
# Read in lower case.
PATTERNS: tuple[tuple[Sign, re.Pattern[str]], ...] = (
    (Sign.EMAIL, P(r"[^\s@<>,;:()\"']{1,64} ?(?:@|\(at\)|\[at\]|\bapenstaartje\b) ?"
                   r"[a-z0-9-]+(?:(?:\.| punt )[a-z0-9-]+)*(?:\.| punt )[a-z]{2,}")),
    (Sign.IBAN, P(r"\bnl ?\d{2} ?[a-z]{4} ?(?:\d ?){9}\d\b")),
    (Sign.IBAN, P(r"\b[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){2}(?: ?\d{4}){1,4}(?: ?[a-z0-9]{1,4})?\b")),
    (Sign.PHONE, P(r"(?<![\d,.])(?!0[89]00)(?:\((?=0\d{1,3}\)))?(?:\+31|00 ?31|0)(?:[ ()/.-]{0,3}\d){8,10}(?!\d)")),
    (Sign.PHONE, P(r"(?<!\d)\+\d{1,3}(?:[ ()/.-]{0,2}\d){7,12}(?!\d)")),
    (Sign.PHONE, P(r"\b(?:bel|bellen|belt|tel|telefoon|telefoonnummer|mobiel)(?: \w+)?[.:]? "
                   r"(?P<hit>(?!0[89]00)\d(?:[ .-]?\d){5,9})(?!\d)")),
    (Sign.POSTCODE, P(r"\b[1-9]\d{3}(?!sa|sd|ss)[a-z]{2}\b(?<!\d{4}nl)(?<!\d{4}kw)(?<!\d{4}kg)")),
    (Sign.POSTCODE, P(r"\b(?:postcode|postal code)(?: is)?:? (?P<hit>[1-9]\d{3}(?: ?[a-z]{2}\b)?)")),
    (Sign.NUMBER, P(r"\b(?:huurder|contract|klant|dossier|zaak|tenant)s?-?(?:nummer|nr\.?|number)"
                    r"(?: is)?:? (?P<hit>[a-z]{0,4}-?\d{3,})")),
    (Sign.DATE, P(rf"(?<!per )\b(?:\d{{1,2}}(?:e|de|ste|th|st|nd|rd)?|{NUMBER_WORDS}) (?:of )?"
                  rf"(?:{MONTHS})\b\.?(?: (?:19|20)\d\d\b)?")),
    (Sign.DATE, P(r"\b(?:january|february|march|april|may|june|july|august|september|october|"
                  r"november|december) \d{1,2}(?:st|nd|rd|th)?\b(?:,? (?:19|20)\d\d\b)?")),
    (Sign.DATE, P(r"(?<![\d-])(?:0?[1-9]|[12]\d|3[01])([-/. ])(?:0?[1-9]|1[0-2])\1(?:19|20)?\d\d"
                  r"(?![\d-])")),
    (Sign.DATE, P(r"(?<!\d)(?:19|20)\d\d([-/])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])(?!\d)")),
    (Sign.DATE, P(r"\b(?:op|sinds|van) (?P<hit>(?:[1-9]|[12]\d|3[01])[-/](?:[1-9]|1[0-2]))"
                  r"(?![\d/-])(?! ?(?:uur|keer))")),
    # Typed on a phone, without its capital.
    (Sign.STREET, P(rf"\b[a-z]{{3,30}}{STREETS}\b(?= {HOUSE}{UNITS}{STOP})")),
    (Sign.STREET, P(r"\b(?:de|het) (?P<hit>[a-z]{3,30}(?:straat|laan))\b")),
    (Sign.AGE, P(rf"\b{NUMBER}[- ]?jarige?n?\b{OF_A_THING}")),
    (Sign.AGE, P(rf"\b{NUMBER} ?(?:jaar|jaartjes) (?:oud|jong)\b")),
    (Sign.AGE, P(r"\b\d{1,3}[- ]years?[- ]old\b|\baged? (?:of )?\d{2,3}\b")),
    (Sign.AGE, P(rf"\bmet (?:haar|zijn|mijn|his|her) (?P<hit>{NUMBER} (?:jaar|years))\b")),
    (Sign.AGE, P(rf"\bleeftijd(?: van)?:? {NUMBER}\b")),
    (Sign.AGE, P(rf"\b(?:een|de|deze|als|jonge|kranige) (?P<hit>(?:{TEN[:0]}zestiger|zeventiger|"
                 r"tachtiger|negentiger|honderdjarige))\b(?! jaren)")),
    (Sign.AGE, P(rf"\b(?:begin|midden|eind|half|dik in de|ver in de) (?:{TEN})\b(?! euro)")),
    (Sign.AGE, P(rf"\b(?:op|in|na|voor|rond|tot|sinds) (?:haar|zijn|z'n|d'r|mijn|her|his) "
                 rf"(?P<hit>(?!(?:\d|{SMALL})(?:e|de|ste)\b){NUMBER}(?:e|ste|de))\b")),
    (Sign.AGE, P(rf"\b(?:{NUMBER} geworden|{NUMBER} ?(?:jr|lentes))\b")),
    (Sign.AGE, P(rf"\b(?:\d0|(?:{TEN}))[- ]?plusser\b|\b[6-9]0'er\b")),
    (Sign.AGE, P(rf"\b(?:(?:begin|midden|eind|diep|ver|hoog|al|ruim) )?in de (?:{TEN})\b"
                 r"(?! (?:huizen|woningen|flats))")),
    (Sign.AGE, P(rf"\b{NUMBER}(?:e|ste|de|th|st|nd|rd)? (?:verjaardag|birthday|levensjaar)\b")),
    (Sign.AGE, P(rf"\b{PERSON}{ALREADY} (?:is|was|wordt|werd|turns){ALREADY} (?P<hit>{NUMBER})"
                 r"(?=\s*(?:[.,;!?)]|$|(?:en|maar|geworden|jaar|jaren|jr|als|in|toen|and|but|when)\b))")),
    (Sign.AGE, P(rf"\b(?:werd|wordt) (?:\w+ ){{0,4}}(?P<hit>{TEN}|honderd)(?=\s*(?:[.,;!?)]|$))")),
    (Sign.AGE, P(rf"\b(?:tegen|richting|bijna|ver over|ruim over|over) de (?P<hit>[6-9]0|100|{TEN}|honderd)"
                 r"(?=\s*(?:[.,;!?)]|$|(?:en|maar|loopt|aan)\b))")),
    (Sign.AGE, P(rf"\bde (?P<hit>[6-9]0|{TEN}) (?:\w+ )?(?:gepasseerd|voorbij|aangetikt|gehaald)\b")),
    (Sign.AGE, P(rf"\bwordt{ALREADY} (?P<hit>{NUMBER})(?=\s*(?:[.,;!?)]|$))")),
    (Sign.AGE, P(rf"\b{PERSON}(?: \w+){{0,2}},? van (?:(?<!buurman van )(?<!buurvrouw van )|(?=\w+ jaar))"
                 rf"(?P<hit>{NUMBER})(?: jaar)?"
                 r"(?=\s*(?:[.,;!?)]|$|(?:die|en|met|uit|kan|is|heeft|wil|woont|loopt|zorgt|speelt|gaat|"
                 r"zegt|vindt|doet|helpt|mist|mag|moet|werkt|zit)\b))")),
    (Sign.AGE, P(rf"\b{PERSON}(?: [\w.']+){{0,3}},? ?\((?P<hit>\d{{1,3}})(?: jaar)?\)")),
    (Sign.AGE, P(rf"\b{PERSON}(?: [\w.']+){{0,3}}, (?P<hit>\d{{1,3}})(?: jaar)?,")),
    (Sign.YEAR, P(r"(?<![\d€.,])(?<!€ )(?:19\d\d|20[0-2]\d)(?![\d%])(?!['-]?er jaren)"
                  r"(?! ?(?:euro|kwh|woningen|huizen|m2|m3|meter|stuks|huurders|bewoners))")),
    (Sign.YEAR, P(rf"\b{CENTURY}(?:{NUMBER_WORDS})\b")),
    (Sign.YEAR, P(r"\b(?:sinds|in|van|uit|anno|bouwjaar|vanaf|since) (?P<hit>'\d\d)(?!\d)(?!er)")),
    (Sign.YEAR, P(r"\b(?:sinds|anno|since) (?P<hit>[4-9]\d)(?=\s*(?:[.,;!?)]|$|woon|huur|hier))")),
    (Sign.YEAR, P(rf"\b{LIVED}(?: (?!over\b|om\b|per\b)\w+){{0,4}} (?P<hit>{NUMBER}(?:[,.]5)? "
                  r"(?:jaren|jaar|years?))\b")),
    (Sign.YEAR, P(rf"\b(?P<hit>{NUMBER} jaar) (?:lang )?(?:woon|huur|woont|huurt|woonde|huurde)\b")),
    (Sign.YEAR, P(rf"{AHEAD}\b(?P<hit>{NUMBER}\+? (?:jaren|jaar|years))\b(?! (?:oud|jong|old|vooruit|"
                  r"garantie))")),
    (Sign.YEAR, P(rf"\b{NUMBER}(?:e|ste|de) (?:huurjaar|woonjaar|jubileum)\b")),
    (Sign.YEAR, P(r"\b(?:een |half a |ruim een )?(?:halve|kwart|half a|driekwart) (?:eeuw|century)\b")),
    (Sign.HOUSE_NUMBER, P(rf"\b(?:(?:huis|deur|woning|kamer)?(?:nummers?|nrs?\.?)|no\.|numbers?) ?"
                          rf"(?P<hit>(?!112\b)(?:{HOUSE}|{NUMBER_WORDS})\b(?:(?:, ?| en |/| and )"
                          rf"(?:{HOUSE})\b)*)"
                          r"(?! (?:punt|prioriteit|wens|probleem|klacht|zorg|keuze|in de|van de|van (?:haar|zijn|mijn)))")),
    (Sign.HOUSE_NUMBER, P(r"\b(?:rij|blok|woningen|huizen|adressen) (?:van )?"
                          r"(?P<hit>\d{1,4} (?:tot(?: en met)?|t/m) \d{1,4})\b(?! ?(?:uur|jaar))")),
    (Sign.HOUSE_NUMBER, P(rf"\b{PEOPLE}(?: \w+)? (?:van|op|naast|boven|onder|achter|at) "
                          rf"(?P<hit>{HOUSE}){UNITS}")),
    (Sign.HOUSE_NUMBER, P(rf"\b{HOMES}(?: hier)?(?: op| van)? (?P<hit>{HOUSE}){UNITS}{STOP}")),
    (Sign.HOUSE_NUMBER, P(r"(?<!\d )(?<!een )(?<!cijfer )(?<!stand )\bop "
                          rf"(?P<hit>{HOUSE}){UNITS}{STOP}")),
    (Sign.ONLY, P(rf"(?<!niet )\b(?:als|de|is|was|mijn|haar|zijn|onze|zowat|vrijwel) (?:aller)?(?P<hit>"
                  rf"enige|enigste)\b{THINGS}|\bhet enige (?:gezin|stel|kind|meisje|echtpaar)\b")),
    (Sign.ONLY, P(rf"\b(?:oudste|alleroudste|jongste|allerjongste|langstwonende|langstzittende|"
                  rf"langst (?:wonende|zittende)|langste (?={WHO})|bekendste)\b{THINGS}")),
    (Sign.ONLY, P(rf"\b(?:aller)?(?:eerste|laatste)\b{THINGS}(?= (?:\w+ )?{WHO}\b)")),
    (Sign.ONLY, P(rf"\b(?:als|was de|waren de|is de|hoort bij de|behoort tot de|de aller) ?"
                  rf"(?P<hit>(?:aller)?(?:eerste|laatste)n?)\b{THINGS}(?! (?!{WHO}|in\b|van\b|hier\b|"
                  r"die\b|en\b|op\b|naar\b|kwam|woon|wonen|betrok|huurde|overgebleven)\w+)")),
    (Sign.ONLY, P(r"\b(?:een van|bij|tot) de (?P<hit>(?:aller)?(?:eersten|laatsten|oudsten|jongsten))\b")),
    (Sign.ONLY, P(rf"\b{LIVED}\b[^.!?]{{0,30}}? het (?P<hit>langste?)\b")),
    (Sign.ONLY, P(rf"\bhet (?P<hit>langste?)(?: \w+){{0,2}} {LIVED}\b")),
    (Sign.ONLY, P(r"\benig kind\b|\benige (?:zoon|dochter)\b")),
    (Sign.ONLY, P(rf"\bthe (?P<hit>only|oldest|youngest|first|last)(?= (?:one|{WHO}))|"
                  rf"\bthe (?P<or>only|oldest|youngest)\b{THINGS}|\blongest(?:-| )(?:living|standing)")),
    (Sign.ONLY, P(r"\b(?:voorzitter|penningmeester|secretaris|chair) (?:van|of)\b")),
)  # fmt: skip

SHORT = r"(?:str\b\.?|(?:ln|wg|pln|plnts)\.)"
# Number plates: three groups, and letters in at least one of them ("12-AB-34", "GT-328-N").
PLATE = r"(?=[\d-]*[A-Z])(?=[A-Z-]*\d)(?=(?:-?[A-Z\d]){6}(?![\w-]))(?:[A-Z]{1,3}|\d{1,3})(?:-(?:[A-Z]{1,3}|\d{1,3})){2}"
# What may stand before the last word of a street: "Jan van Goyenstraat", "Burg. de Vrieslaan".
LEAD = (
    r"(?:(?:(?<=[a-z] )[A-Z][\w'-]{0,20}\.?|\b(?:Burg(?:emeester)?|Prof|Dr|Ds|St|Sint|Oude|Nieuwe|"
    r"Korte|Lange|Grote|Kleine|Eerste|Tweede|Jan|Van|\d+e)\.?) (?:(?:van|der|den|de|ter|ten) )*){0,2}"
)
# Read with capitals.
CAPITALS: tuple[tuple[Sign, re.Pattern[str]], ...] = (
    (Sign.POSTCODE, P(r"\b[1-9]\d{3} ?(?!SA|SD|SS)[A-Z]{2}\b")),
    (Sign.STREET, P(rf"{LEAD}\b[A-Z][\w'-]{{0,40}}?(?:{STREETS}\b|{SHORT})")),
    (Sign.STREET, P(r"\b(?:Laan|Plein|Weg|Dijk|Pad|Hof|Kade) (?:(?:van|der|den|de|het|'t) )*[A-Z]\w+")),
    (Sign.STREET, P(r"\b[A-Z]\w+ (?:Street|Road|Lane|Avenue|Square|Gracht|Markt|Kade|Steeg)\b")),
    (Sign.NUMBER, P(rf"(?<![\w-]){PLATE}(?![\w-])")),
    (Sign.PLACE, P(r"\b(?:[Ff]lat|[Cc]omplex|[Gg]ebouw|wijk|buurt|woontoren|serviceflat|verzorgingshuis|"
                   r"dorp|stadsdeel) (?P<hit>(?:De |Het |'t )?[A-Z][\w'-]+)")),
)  # fmt: skip
AFTER_STREET = re.compile(rf",? (?P<hit>{HOUSE}){UNITS}", re.IGNORECASE)
STREET_END = re.compile(rf"(?:{STREETS}|{SHORT})$", re.IGNORECASE)
# Years that say nothing: a garage of 10 years is nobody, a tenancy of 12 may be.
FEWEST_YEARS = 12
YOUNGEST, OLDEST = 1, 119
