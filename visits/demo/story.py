"""Twenty-six invented visits, oldest first, for the sample data.

Nobody in these stories exists. They name no year, street, sex or neighbour, so that each fits any
household that the draw finds. Exact words stand only where the tenant let them travel without a
name. The last four visits still have promises open; the oldest of those is late.
"""

from dataclasses import dataclass
from typing import Literal

ReadBack = Literal["yes", "no", "corrected"]
Felt = Literal["pleasant", "fair", "unpleasant", "not_asked"]
Kind = Literal["compliment", "concern", "idea", "story", "question", "signal"]
Owner = Literal["director", "Wijkteam", "Onderhoud", "Klantenservice"]
Outcome = Literal["done", "not_possible", "handed_over", "running", "new"]
Channel = Literal["phone", "letter", "visit", "email", ""]


@dataclass(frozen=True, slots=True, kw_only=True)
class Insight:
    """One thing that was heard, in our words, with the tenant's own words apart."""

    statement: str
    quote: str = ""
    kind: Kind
    themes: tuple[str, ...]
    important: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What was promised at the table, how it ended, and what the tenant and the board heard."""

    what: str
    owner: Owner
    days: int
    outcome: Outcome
    outcome_text: str = ""
    board_line: str = ""
    answer_channel: Channel = ""
    answer_text: str = ""
    answered_after: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One visit as the director wrote it down, and what to know at the door."""

    one_line: str = ""
    home_words: tuple[str, ...] = ()
    then_now: str = ""
    goes_well: str = ""
    services: str = ""
    neighbourhood: str = ""
    wish: str = ""
    read_back: ReadBack
    how_was_it: Felt
    permission: int
    reflection: str = ""
    minutes: int
    door: str
    insights: tuple[Insight, ...] = ()
    promises: tuple[Promise, ...] = ()


SURPRISES: tuple[str, ...] = (
    "Niemand vroeg om een app. Vier mensen vroegen om een naam.",
    "Wij verwachtten klachten over reparaties. Wij kregen complimenten mee voor de vakmensen.",
)

STORIES: tuple[Story, ...] = (
    Story(
        one_line="Op warme avonden stonden de stoelen op de galerij, en dat mag zo weer terug.",
        home_words=("uitzicht", "ochtendzon", "eigen deur"),
        then_now=(
            "Toen sleepte iedereen op een warme avond een keukenstoel naar buiten. Er stond een "
            "radio in het raam en de kinderen bleven op tot het donker was. Nu blijven de deuren "
            "dicht, en gaat het op de galerij vooral over fietsen die er niet mogen staan."
        ),
        goes_well=(
            "De woning is licht en makkelijk schoon te houden. De nieuwe brievenbussen zijn een "
            "verbetering: de post wordt niet meer nat."
        ),
        services=(
            "De afrekening van de servicekosten komt in een dikke envelop. Drie bladzijden "
            "cijfers, en dan is nog niet duidelijk wat de glazenwasser kost."
        ),
        neighbourhood=(
            "Met de oude buren wordt nog koffie gedronken. Met de nieuwe blijft het bij knikken in "
            "de lift."
        ),
        wish="Eén avond in de zomer waarop de stoelen weer buiten mogen.",
        read_back="yes",
        how_was_it="pleasant",
        permission=3,
        reflection=(
            "Ik begon zelf over de afrekening. Volgende keer eerst vragen, dan pas uitleggen."
        ),
        minutes=70,
        door=(
            "De bel doet het. Wacht even, de bewoner komt van boven. Ga links zitten, dan praat u "
            "het makkelijkst. Voor de deur kan niet. Op het plein om de hoek wel."
        ),
        insights=(
            Insight(
                statement="Mensen groeten elkaar nog, maar een praatje komt er niet meer van.",
                quote=(
                    "Wij knikken in de lift. Vroeger wist ik wat er die avond bij de buren op "
                    "tafel stond."
                ),
                kind="concern",
                themes=("BUU.contact",),
                important=True,
            ),
            Insight(
                statement="De zomeravonden op de galerij zijn niet vergeten.",
                quote=(
                    "Iedereen sleepte een keukenstoel naar buiten. Er stond altijd wel een radio "
                    "in het raam."
                ),
                kind="story",
                themes=("THU.herinnering",),
            ),
            Insight(
                statement="De afrekening van de servicekosten is dik, maar legt weinig uit.",
                quote="Drie bladzijden cijfers, en ik weet nog niet wat de glazenwasser kost.",
                kind="concern",
                themes=("GEL.service",),
            ),
        ),
        promises=(
            Promise(
                what=(
                    "De afrekening van de servicekosten uitleggen op één bladzijde, in gewone taal."
                ),
                owner="Klantenservice",
                days=60,
                outcome="done",
                board_line=(
                    "Bij de afrekening van de servicekosten hoort nu een uitleg in gewone taal."
                ),
                outcome_text="De uitleg bij de afrekening staat nu op één bladzijde.",
                answer_channel="letter",
                answer_text=(
                    "De volgende afrekening krijgt een voorblad. Daarop staat bij elk bedrag één "
                    "zin uitleg. Een voorbeeld zit bij de brief."
                ),
                answered_after=48,
            ),
        ),
    ),
    Story(
        one_line="Bellen gaat prima, maar daarna wordt het stil.",
        home_words=("rust", "de keuken"),
        then_now=(
            "Toen kwam de opzichter zelf langs, op de fiets, met een boekje in zijn binnenzak. Wat "
            "in dat boekje stond, werd gemaakt. Nu staat het in de computer, en niemand weet wie "
            "daarin kijkt."
        ),
        goes_well=(
            "Wie belt, wordt netjes te woord gestaan. De man die de kraan maakte, deed bij de deur "
            "zijn schoenen uit."
        ),
        services=(
            "De portiekdeur viel niet meer dicht. Dat is drie keer gemeld. Elke keer een "
            "vriendelijk gesprek en een nummer op papier. Na zeven weken was de deur gemaakt, "
            "zonder dat iemand belde."
        ),
        neighbourhood=(
            "In de hal staat vaak iets wat er niet hoort: een krat, een oude stoel, een doos. "
            "Niemand voelt zich de baas van de hal."
        ),
        wish="Eén telefoontje als het langer duurt. Ook als er nog niets te melden is.",
        read_back="yes",
        how_was_it="pleasant",
        permission=3,
        minutes=60,
        door=(
            "Bel twee keer kort. Dan weet de bewoner dat u het bent. Praat rustig, en laat een "
            "stilte gerust even duren. Achter het gebouw is overdag altijd plek."
        ),
        insights=(
            Insight(
                statement="Wie belt, krijgt een vriendelijk mens. Wie wacht, hoort niets.",
                quote=(
                    "Ik heb drie keer een nummer gekregen. Ik had liever één keer een telefoontje."
                ),
                kind="concern",
                themes=("DVL.afspraken", "DVL.bereik"),
                important=True,
            ),
            Insight(
                statement="Een portiekdeur die niet dichtvalt, bleef weken zo.",
                quote="Zeven weken heeft die deur staan klapperen. Toen was hij ineens gemaakt.",
                kind="concern",
                themes=("OND.snelheid",),
            ),
            Insight(
                statement="De hal is van iedereen, dus ruimt niemand hem op.",
                quote="Als ik er iets van zeg, ben ik de zeurpiet van de trap.",
                kind="concern",
                themes=("OMG.algemeen",),
            ),
        ),
        promises=(
            Promise(
                what="Uitzoeken waarom de melding van de portiekdeur zo lang bleef liggen.",
                owner="director",
                days=14,
                outcome="done",
                board_line=(
                    "Een melding die langer dan tien dagen duurt, bellen wij voortaan zelf terug."
                ),
                outcome_text="De melding lag bij het verkeerde bedrijf. Dat is hersteld.",
                answer_channel="phone",
                answer_text=(
                    "De melding lag bij het verkeerde bedrijf. Dat lag aan ons. Duurt iets langer "
                    "dan tien dagen? Dan bellen wij voortaan zelf."
                ),
                answered_after=12,
            ),
        ),
    ),
    Story(
        one_line=(
            "Trots op een huis dat met eigen handen is gemaakt, en 's avonds liever niet door het "
            "achterpad."
        ),
        home_words=("zelf gemaakt", "warm", "de schuur"),
        then_now=(
            "Toen lag er een kale vloer en stond er een granieten aanrecht. Het eerste behang zat "
            "er in één weekend op, met hulp van de halve straat. Nu ligt er hout op de vloer en is "
            "de keuken twee keer vernieuwd."
        ),
        goes_well="De indeling klopt nog steeds. In de doorzonkamer komt het hele jaar licht.",
        neighbourhood=(
            "Het achterpad is donker. De lamp bij de schuren doet het al een winter niet. Wie laat "
            "thuiskomt, loopt om."
        ),
        wish="Een lamp bij de schuren die vanzelf aangaat.",
        read_back="yes",
        how_was_it="pleasant",
        permission=3,
        minutes=80,
        door="Kom achterom. De voordeur wordt weinig gebruikt. Op de oprit mag, naast de heg.",
        insights=(
            Insight(
                statement="Wie zelf heeft getimmerd en behangen, noemt een huurhuis mijn huis.",
                quote=(
                    "Het is van jullie, dat weet ik. Maar elke plank heb ik zelf in mijn handen "
                    "gehad."
                ),
                kind="story",
                themes=("THU.trots",),
                important=True,
            ),
            Insight(
                statement="Het achterpad is donker, dus lopen mensen om.",
                quote="Achterom is korter, maar ik loop liever langs de lantaarns.",
                kind="concern",
                themes=("VEI.donker",),
            ),
            Insight(
                statement="De doorzonkamer blijft geliefd: licht van de ochtend tot de avond.",
                quote="'s Morgens zit ik voor, 's middags achter. Ik volg gewoon de zon.",
                kind="compliment",
                themes=("WON.comfort", "WON.indeling"),
            ),
        ),
        promises=(
            Promise(
                what="Nagaan of er licht kan komen op de achterpaden.",
                owner="Wijkteam",
                days=45,
                outcome="handed_over",
                board_line="De gemeente bekijkt of er licht kan komen op donkere achterpaden.",
                outcome_text=(
                    "De gemeente, team Verlichting. Het pad is van de gemeente. Het Wijkteam "
                    "vraagt het elk half jaar na."
                ),
                answer_channel="letter",
                answer_text=(
                    "Het pad is van de gemeente. Wij hebben het daar gemeld. De gemeente kijkt er "
                    "in het voorjaar naar. Wij houden het in de gaten."
                ),
                answered_after=31,
            ),
        ),
    ),
    Story(
        one_line="De buren wisselen snel, maar met een praatje op de trap is veel te winnen.",
        home_words=("dicht bij de stad",),
        then_now=(
            "Toen bleven mensen tien, twintig jaar op dezelfde trap wonen. Nu staat er elk jaar "
            "wel een verhuiswagen. De naambordjes beneden zijn niet bij te houden."
        ),
        goes_well="De nieuwe kozijnen houden de wind buiten.",
        services=(
            "Iets aanvragen moet via de website. Met hulp lukt dat. Het liefst gaat het gewoon aan "
            "de telefoon of aan de balie."
        ),
        neighbourhood=(
            "Door het plafond is veel te horen sinds er boven een harde vloer ligt. Na een gesprek "
            "met de bovenburen ging het beter."
        ),
        wish="Dat iemand van ons nieuwe buren even komt voorstellen.",
        read_back="corrected",
        how_was_it="pleasant",
        permission=2,
        minutes=55,
        door=(
            "Bel beneden aan. De deur gaat vanzelf open, de trap is links. Zet uw telefoon uit "
            "voordat u gaat zitten. Neem de parkeerplaats bij de winkels. Daar staat u twee uur "
            "vrij."
        ),
        insights=(
            Insight(
                statement="Op sommige trappen is elk jaar iemand nieuw, en niemand stelt hen voor.",
                kind="concern",
                themes=("BUU.samenstelling", "BUU.contact"),
            ),
            Insight(
                statement="Wie liever belt, voelt zich door de website weggestuurd.",
                kind="concern",
                themes=("DVL.digitaal",),
                important=True,
            ),
            Insight(
                statement="Een harde vloer boven is lawaai beneden. Een gesprek hielp.",
                kind="concern",
                themes=("WON.geluid",),
            ),
        ),
        promises=(
            Promise(
                what="Nieuwe bewoners laten voorstellen door de wijkbeheerder.",
                owner="Wijkteam",
                days=45,
                outcome="done",
                board_line=(
                    "De wijkbeheerder stelt nieuwe bewoners voor aan hun buren, als zij dat willen."
                ),
                outcome_text="De wijkbeheerder loopt nu met nieuwe bewoners langs de trap.",
                answer_channel="phone",
                answer_text=(
                    "De wijkbeheerder gaat met nieuwe bewoners langs de buren, als zij dat goed "
                    "vinden. Dat duurde langer dan beloofd. Excuses daarvoor."
                ),
                answered_after=52,
            ),
        ),
    ),
    Story(
        one_line="De bomen zijn groter dan de flat, en dat is precies goed.",
        home_words=("groen", "vogels", "balkon"),
        then_now=(
            "Toen stond hier een rij dunne stokjes met een paaltje erbij. Nu komen de takken tot "
            "aan het balkon en zitten er eksters in. De zandbak is weg, het grasveld is gebleven."
        ),
        goes_well=(
            "De schilders kwamen op de dag die in de brief stond. Alles was afgeplakt. De plant "
            "stond na afloop weer op zijn plek."
        ),
        neighbourhood=(
            "Het gras wordt netjes gemaaid. Alleen ligt het zwerfvuil er dan nog. Na het maaien "
            "ligt het er in duizend snippers."
        ),
        wish="Eén keer per jaar een rondje met de hovenier.",
        read_back="yes",
        how_was_it="pleasant",
        permission=3,
        minutes=65,
        door=(
            "De bel zit lager dan u verwacht, naast de brievenbus. Ga aan de kant van de keuken "
            "zitten, daar is het stil. Voor het gebouw, in de blauwe vakken. Leg een schijf neer."
        ),
        insights=(
            Insight(
                statement="Eerst rapen, dan maaien: zo blijft het veld schoon.",
                quote="Nu maaien ze een zak chips tot duizend snippers.",
                kind="idea",
                themes=("OMG.groen", "OMG.schoon"),
            ),
            Insight(
                statement="Groen voor het raam is een reden om te blijven.",
                quote="Ik heb de eksters op ooghoogte. Wie kan dat zeggen?",
                kind="story",
                themes=("THU.gevoel",),
            ),
            Insight(
                statement="Schilders die doen wat in de brief staat, worden onthouden.",
                quote="Dinsdag stond er, en dinsdag waren ze er. Zelfs de plant stond weer goed.",
                kind="compliment",
                themes=("OND.planmatig", "OND.vakman"),
                important=True,
            ),
        ),
        promises=(
            Promise(
                what="Het compliment voor de schilders doorgeven aan het team.",
                owner="director",
                days=14,
                outcome="done",
                board_line="De schilders kregen te horen dat hun nette werk was opgevallen.",
                outcome_text="Verteld in het overleg met het schildersbedrijf.",
                answer_channel="phone",
                answer_text="De schilders hebben het gehoord. Zij waren er blij mee.",
                answered_after=4,
            ),
            Promise(
                what="Met de hovenier afspreken: eerst rapen, dan maaien.",
                owner="Wijkteam",
                days=45,
                outcome="done",
                board_line="De hovenier raapt eerst het zwerfvuil op en maait daarna.",
                outcome_text="Het staat nu in de afspraken met de hovenier.",
                answer_channel="letter",
                answer_text=(
                    "De hovenier raapt voortaan eerst het zwerfvuil op. Gaat het een keer mis? Dan "
                    "horen wij dat graag."
                ),
                answered_after=38,
            ),
        ),
    ),
    Story(
        one_line="De slaapkamer blijft vochtig, hoe goed er ook gelucht wordt.",
        home_words=("rust",),
        then_now=(
            "Toen stond er één gaskachel in de kamer, en verder niets. Nu is het overal in huis "
            "warm, behalve in die ene hoek."
        ),
        goes_well="De stille straat en de brede vensterbanken.",
        services=(
            "Er is twee keer iemand komen kijken. De eerste zei: meer luchten. De tweede zei: "
            "schilderen. Een derde mening hoeft niet, een oplossing wel."
        ),
        wish="Iemand die de oorzaak zoekt, en niet alleen de vlek.",
        read_back="yes",
        how_was_it="fair",
        permission=1,
        reflection=(
            "Terecht een beetje boos. Ik wilde het goedpraten en heb dat gelukkig niet gedaan."
        ),
        minutes=50,
        door=(
            "Klop op het raam naast de deur. De bel is zacht. Praat rustig en duidelijk, en kijk "
            "de bewoner aan. In de straat is plek genoeg."
        ),
        insights=(
            Insight(
                statement="Vocht komt elke winter terug. Schilderen helpt een jaar.",
                kind="concern",
                themes=("WON.vocht",),
                important=True,
            ),
        ),
        promises=(
            Promise(
                what="Een vochtmeting laten doen, en de uitslag samen bespreken.",
                owner="Onderhoud",
                days=42,
                outcome="done",
                outcome_text="Er is gemeten. De koude hoek is geïsoleerd.",
                answer_channel="visit",
                answer_text=(
                    "De muur had een koude hoek. Die is nu geïsoleerd. Na de winter kijken wij nog "
                    "een keer."
                ),
                answered_after=39,
            ),
        ),
    ),
    Story(
        one_line="In deze straat gaat een pan soep nog steeds over de schutting.",
        home_words=("tuin", "buren", "appelboom"),
        then_now=(
            "Toen liepen de kinderen achterom zonder te kloppen. In de schuttingen zaten gaten, "
            "zodat iedereen erdoor kon. Nu zijn de schuttingen hoger, maar er gaat nog altijd soep "
            "overheen."
        ),
        goes_well="Buren zetten elkaars container aan de weg, en ook weer terug.",
        services=(
            "Over ons valt weinig te klagen. Wij laten de mensen met rust, en dat is ook wat waard."
        ),
        neighbourhood=(
            "Het pad achter de tuinen groeit dicht. Bewoners knippen zelf, maar blijven met het "
            "snoeisel zitten."
        ),
        wish="Twee keer per jaar een bak voor snoeiafval in de straat.",
        read_back="yes",
        how_was_it="pleasant",
        permission=3,
        minutes=85,
        door=(
            "Kom door de poort. In de gang ligt een hond die blij is met bezoek. Langs de straat, "
            "aan de kant van de even nummers."
        ),
        insights=(
            Insight(
                statement="Buren die elkaars container wegzetten, hebben geen afspraak nodig.",
                quote="Niemand heeft het ooit afgesproken. Het gebeurt gewoon.",
                kind="story",
                themes=("BUU.hulp",),
                important=True,
            ),
            Insight(
                statement="Vroeger zaten er gaten in de schutting, en met reden.",
                quote="Door dat gat kwamen de kinderen, de soep en het nieuws.",
                kind="story",
                themes=("THU.herinnering",),
            ),
            Insight(
                statement=(
                    "Bewoners snoeien het achterpad zelf, maar kunnen het snoeisel niet kwijt."
                ),
                quote="Knippen willen wij best. Maar waar laat ik zes zakken takken?",
                kind="idea",
                themes=("WON.buitenruimte",),
            ),
        ),
        promises=(
            Promise(
                what="Een bak voor snoeiafval in de straat, in het voorjaar en het najaar.",
                owner="Wijkteam",
                days=60,
                outcome="done",
                board_line="Twee keer per jaar komt er een bak voor snoeiafval.",
                outcome_text="De bak staat er twee keer per jaar.",
                answer_channel="letter",
                answer_text=(
                    "In april en in oktober staat er een weekend lang een bak in de straat. De "
                    "dagen staan in de brief."
                ),
                answered_after=27,
            ),
        ),
    ),
    Story(
        one_line="Er liggen zonnepanelen op het dak, maar niemand legde uit wat ze doen.",
        home_words=("licht", "zuinig"),
        then_now=(
            "Toen ging 's winters de kamerdeur dicht en zat iedereen rond de kachel. Boven stonden "
            "er bloemen op de ramen, van ijs. Nu is het overal even warm en mag de deur open."
        ),
        goes_well="Het dubbele glas scheelt veel. Het is stil in huis en het trekt niet meer.",
        services=(
            "De mannen van de zonnepanelen werkten netjes. Daarna kwam er een boekje van veertig "
            "bladzijden, en dat was het."
        ),
        wish="Iemand die een half uur komt uitleggen hoe het kastje in de meterkast werkt.",
        read_back="yes",
        how_was_it="pleasant",
        permission=3,
        minutes=60,
        door=(
            "De bel doet het. Trek de buitendeur goed achter u dicht. Leg uw papieren niet op "
            "tafel. Die tafel is voor de koffie. Op de hoek, bij de glasbak."
        ),
        insights=(
            Insight(
                statement=(
                    "De zonnepanelen liggen er, maar op de rekening zijn ze lastig te vinden."
                ),
                quote="Het dak doet zijn best, maar op de rekening kan ik het niet vinden.",
                kind="question",
                themes=("GEL.energie",),
            ),
            Insight(
                statement="Een boekje van veertig bladzijden is geen uitleg.",
                quote="Kom een half uurtje langs en wijs het aan. Dan snap ik het.",
                kind="idea",
                themes=("DVL.informatie",),
                important=True,
            ),
            Insight(
                statement="Nieuw glas maakte het huis warmer, en ook stiller.",
                quote="Ik hoorde ineens de klok tikken.",
                kind="compliment",
                themes=("OND.renovatie",),
            ),
        ),
        promises=(
            Promise(
                what="Aan huis uitleggen hoe de zonnepanelen en het kastje in de meterkast werken.",
                owner="Onderhoud",
                days=30,
                outcome="done",
                board_line="Wie zonnepanelen kreeg, krijgt op verzoek uitleg aan huis.",
                outcome_text="Een collega legde het uit en maakte een kaart voor in de meterkast.",
                answer_channel="visit",
                answer_text=(
                    "Wij hebben het kastje samen bekeken. In de meterkast hangt nu een kaart met "
                    "drie stappen."
                ),
                answered_after=22,
            ),
        ),
    ),
    Story(
        one_line="Verhuizen hoeft niet. Een plek om elkaar te zien wel.",
        home_words=("gewend", "koffie"),
        then_now=(
            "Toen was er op de hoek een winkel met een bel aan de deur. Wie daar stond te wachten, "
            "wist na tien minuten alles. Nu is die winkel een woning, en kijkt wie wacht op een "
            "telefoon."
        ),
        goes_well=(
            "De kamers zijn groot genoeg. De kleine kamer is naaikamer, logeerkamer en kantoor "
            "tegelijk."
        ),
        services="Voor een tweede trapleuning kwam binnen een week iemand meten.",
        neighbourhood=(
            "Er is geen plek meer waar buren elkaar vanzelf tegenkomen. Het bankje bij de ingang "
            "ging weg toen er gewerkt werd. Het is niet teruggekomen."
        ),
        wish="Het bankje terug.",
        read_back="yes",
        how_was_it="pleasant",
        permission=3,
        minutes=75,
        door=(
            "Bel aan en doe een stap terug. De bewoner kijkt eerst door het raam. Ga tegenover de "
            "bewoner zitten, niet ernaast. Naast het gebouw. De plaatsen bij de ingang zijn voor "
            "bewoners."
        ),
        insights=(
            Insight(
                statement="Zonder winkel en zonder bankje komen buren elkaar nergens tegen.",
                quote="Een bankje kost niets, en er zit altijd nieuws op.",
                kind="concern",
                themes=("BUU.ontmoeten", "VOO.winkels"),
                important=True,
            ),
            Insight(
                statement="Wie hier lang woont, wil blijven, zolang het huis meegroeit.",
                quote="Ik heb hier elke kast zelf ingeruimd. Die verhuis ik niet meer.",
                kind="story",
                themes=("THU.toekomst",),
            ),
            Insight(
                statement="Een kleine extra kamer is goud waard, ook later.",
                quote=(
                    "Het is mijn naaikamer, mijn logeerkamer en mijn kantoor. En de strijkplank "
                    "woont er ook."
                ),
                kind="compliment",
                themes=("WON.indeling",),
            ),
        ),
        promises=(
            Promise(
                what="Het bankje terugzetten bij de ingang.",
                owner="Wijkteam",
                days=30,
                outcome="done",
                board_line="Een bankje dat bij een verbouwing verdween, staat er weer.",
                outcome_text="Er staat een nieuw bankje.",
                answer_channel="letter",
                answer_text=(
                    "Het bankje staat er weer. Wij waren het na het werk vergeten. Excuses "
                    "daarvoor, en veel plezier ervan."
                ),
                answered_after=19,
            ),
        ),
    ),
    Story(
        read_back="no",
        how_was_it="not_asked",
        permission=0,
        minutes=45,
        door="De bel doet het. Noem uw naam door de spreekbuis. Rond het plein is overdag plek.",
    ),
    Story(
        one_line=(
            "Het tocht aan de straatkant, maar aan de telefoon zat iemand die het zelf regelde."
        ),
        home_words=("ruimte", "ver kunnen kijken"),
        then_now=(
            "Toen stonden er vier auto's in de straat, en reden de kinderen ertussen op "
            "rolschaatsen. Nu is na vijf uur elk vak vol en staat er een bus op de stoep."
        ),
        goes_well=(
            "Een vraag over een sleutel werd in één gesprek opgelost. Geen doorverbinden, geen "
            "formulier."
        ),
        services=(
            "De collega zei: ik zoek het uit en ik bel terug. Dat gebeurde ook. Zo mag het altijd."
        ),
        neighbourhood=(
            "Bezoek kan 's avonds nergens staan. Bij de ingang staan auto's zo dicht op elkaar dat "
            "de container er niet langs kan."
        ),
        wish="De vakken opnieuw indelen, samen met de bewoners.",
        read_back="yes",
        how_was_it="pleasant",
        permission=3,
        minutes=60,
        door=(
            "Bel aan bij de zijdeur. Daar hoort de bewoner u het best. Vraag of de radio zachter "
            "mag, dan praat u makkelijker. Kom op de fiets als het kan. Na vier uur is er geen "
            "plek."
        ),
        insights=(
            Insight(
                statement="Na vijf uur is er geen plek meer, ook niet voor de container.",
                quote="Mijn container rijdt slalom.",
                kind="concern",
                themes=("OMG.parkeren",),
            ),
            Insight(
                statement="Eén collega die doorvraagt, bespaart drie telefoontjes.",
                quote="Ze zei: ik zoek het uit en ik bel u terug. En dat deed ze ook nog.",
                kind="compliment",
                themes=("DVL.bejegening", "DVL.afspraken"),
                important=True,
            ),
            Insight(
                statement="Aan de straatkant tocht het, ook met de ramen dicht.",
                quote="Bij westenwind zwaait het gordijn mee.",
                kind="concern",
                themes=("WON.energie",),
            ),
        ),
        promises=(
            Promise(
                what="De tocht bij de kozijnen laten nakijken.",
                owner="Onderhoud",
                days=28,
                outcome="done",
                board_line="Tochtige kozijnen zijn van nieuwe rubbers voorzien.",
                outcome_text="De rubbers langs de ramen zijn vernieuwd.",
                answer_channel="phone",
                answer_text=(
                    "De rubbers langs de ramen zijn nieuw. Tocht het bij storm nog? Dan komen wij "
                    "terug."
                ),
                answered_after=24,
            ),
            Promise(
                what="De parkeervakken bespreken met de gemeente.",
                owner="director",
                days=45,
                outcome="handed_over",
                board_line="De gemeente telt in het najaar de geparkeerde auto's.",
                outcome_text=(
                    "De gemeente, afdeling Verkeer. Het Wijkteam vraagt het elk kwartaal na."
                ),
                answer_channel="letter",
                answer_text=(
                    "De straat is van de gemeente. Wij hebben de vraag daar gebracht. In het "
                    "najaar telt de gemeente de auto's. Daarna hoort u van ons."
                ),
                answered_after=41,
            ),
        ),
    ),
    Story(
        one_line="Een vakman met een eigen stofzuiger is hier het verhaal van het jaar.",
        home_words=("de trap", "gegroet worden", "nieuwe keuken"),
        then_now=(
            "Toen stond er ineens iemand met een gereedschapskist in de gang. Nu komt er eerst een "
            "bericht, dan nog een, en dan belt er iemand aan op de goede tijd."
        ),
        goes_well="De nieuwe keuken zat er in drie dagen in. Elke avond was het zand opgeveegd.",
        services=(
            "Het bericht met de tijd werkt goed. Alleen komt het op de telefoon, en die ligt vaak "
            "in de la."
        ),
        neighbourhood=(
            "Op de trap wordt gegroet. Met de jaarwisseling staat er een schaal oliebollen op de "
            "onderste tree. Wie hem neerzet, weet niemand meer zeker."
        ),
        wish="Een briefje mag ook.",
        read_back="yes",
        how_was_it="pleasant",
        permission=3,
        minutes=70,
        door=(
            "De portiekdeur staat overdag open. Bel boven nog een keer. In de zijstraat. Voor het "
            "portiek moet vrij blijven."
        ),
        insights=(
            Insight(
                statement="Vakmensen die aanbellen en opruimen, worden onthouden.",
                quote=(
                    "Hij had zijn eigen stofzuiger bij zich. Dat vertel ik dan weer aan iedereen."
                ),
                kind="compliment",
                themes=("OND.vakman",),
                important=True,
            ),
            Insight(
                statement="Een schaal oliebollen op de trap doet meer dan een brief over contact.",
                quote="Ieder jaar staat die schaal er. En ieder jaar is hij leeg.",
                kind="story",
                themes=("BUU.contact",),
            ),
            Insight(
                statement="Thuis begint op de trap: wie gegroet wordt, woont prettig.",
                quote="Als ik de trap op loop, ben ik al thuis.",
                kind="story",
                themes=("THU.gevoel",),
            ),
        ),
        promises=(
            Promise(
                what="Het compliment over de nieuwe keuken doorgeven aan de monteur.",
                owner="director",
                days=14,
                outcome="done",
                board_line="Een monteur hoorde dat zijn werk werd gewaardeerd.",
                outcome_text="De monteur heeft het van zijn chef gehoord.",
                answer_channel="phone",
                answer_text=(
                    "De monteur heeft uw compliment gehoord. Hij wist nog precies welke keuken het "
                    "was."
                ),
                answered_after=5,
            ),
        ),
    ),
    Story(
        one_line="Een klacht werd goed opgelost, maar de weg erheen was lang.",
        goes_well=(
            "Toen de klacht bij de goede collega lag, was het binnen een week geregeld. Er kwam "
            "zelfs een kaartje achteraf."
        ),
        services=(
            "Eerst moest het via de telefoon, dan via de website, dan toch met een formulier. De "
            "brief over de huur is wel beter geworden: korter, met een voorbeeld erbij."
        ),
        wish="Voor één klacht ook maar één nummer.",
        read_back="corrected",
        how_was_it="fair",
        permission=2,
        minutes=50,
        door=(
            "Bel één keer en wacht. Het duurt even. Laat het verhaal eerst uit zijn, en stel dan "
            "uw vragen. Op het terrein achter het gebouw."
        ),
        insights=(
            Insight(
                statement="Een klacht heeft één eigenaar nodig, en één nummer.",
                kind="idea",
                themes=("DVL.klacht", "ZEG.gehoord"),
                important=True,
            ),
            Insight(
                statement="Wie iets meldt, wordt drie keer een andere weg gewezen.",
                kind="concern",
                themes=("OND.melding",),
            ),
            Insight(
                statement="De brief over de huur is korter geworden, en dat helpt.",
                kind="compliment",
                themes=("GEL.huur",),
            ),
        ),
        promises=(
            Promise(
                what="Uitzoeken hoe elke klacht één vast aanspreekpunt krijgt.",
                owner="Klantenservice",
                days=60,
                outcome="done",
                board_line="Iedere klacht krijgt nu één vaste collega.",
                outcome_text="Elke klacht heeft nu één naam en één nummer.",
                answer_channel="letter",
                answer_text=(
                    "Bij elke klacht staat voortaan één naam met een telefoonnummer. Die naam "
                    "blijft dezelfde tot het klaar is."
                ),
                answered_after=57,
            ),
        ),
    ),
    Story(
        one_line="Het portiek is schoon, omdat bewoners het zelf doen.",
        home_words=("netjes", "planten"),
        then_now=(
            "Toen hing er een rooster in de hal: elke week een andere voordeur met de dweil. Wie "
            "de beurt vergat, kreeg de emmer voor de deur. Nu komt er een bedrijf, en blijft de "
            "bovenste trap vaak droog."
        ),
        goes_well="Bij de ingang staan plantenbakken. Iedereen geeft water.",
        services=(
            "Over de schoonmaak is twee keer gemaild. Er kwam een vriendelijk antwoord, maar de "
            "trap bleef hetzelfde."
        ),
        neighbourhood=(
            "Na het weekend ligt er van alles naast de containers. Bewoners ruimen het zelf op, "
            "met een knijper en een goed humeur."
        ),
        wish="De schoonmaker een keer leren kennen, en samen de trap af lopen.",
        read_back="yes",
        how_was_it="pleasant",
        permission=3,
        minutes=65,
        door=(
            "Bel aan en loop door tot boven. Let op de plantenbakken. Ga bij het raam zitten, met "
            "uw gezicht naar het licht. Bij de garages. De eerste twee plaatsen zijn voor bezoek."
        ),
        insights=(
            Insight(
                statement="Bewoners dweilen zelf, want de schoonmaak slaat de bovenste trap over.",
                quote="De emmer van vroeger hebben wij maar weer uit de schuur gehaald.",
                kind="concern",
                themes=("OMG.schoon", "OMG.algemeen"),
                important=True,
            ),
            Insight(
                statement="Plantenbakken bij de ingang brengen buren aan de praat.",
                quote="Iedereen geeft water. Soms op één dag wel vier keer.",
                kind="story",
                themes=("BUU.hulp", "BUU.contact"),
            ),
            Insight(
                statement="In de badkamer wint de schimmel het van de ventilator.",
                quote="Ik poets, en hij komt terug. Wij kennen elkaar inmiddels.",
                kind="concern",
                themes=("WON.vocht",),
            ),
        ),
        promises=(
            Promise(
                what="Samen met de schoonmaker en bewoners de trap af lopen.",
                owner="Wijkteam",
                days=30,
                outcome="done",
                board_line="Bewoners en schoonmaker liepen samen een ronde door het trappenhuis.",
                outcome_text="De ronde is gelopen. De bovenste trap staat nu op de lijst.",
                answer_channel="visit",
                answer_text=(
                    "Wij liepen samen de trap af. De bovenste verdieping stond niet op de lijst. "
                    "Nu wel."
                ),
                answered_after=29,
            ),
            Promise(
                what="De ventilator in de badkamer laten nakijken.",
                owner="Onderhoud",
                days=21,
                outcome="done",
                board_line="Een kapotte ventilator werd vervangen.",
                outcome_text="De ventilator is vervangen.",
                answer_channel="phone",
                answer_text=(
                    "Er hangt een nieuwe ventilator. Komt de schimmel terug? Bel dan, dan kijken "
                    "wij verder."
                ),
                answered_after=16,
            ),
        ),
    ),
    Story(
        one_line="Een fijne straat, als de brommers er niet doorheen zouden rijden.",
        home_words=("gezellig", "voortuin"),
        then_now=(
            "Toen speelden de kinderen buiten tot de lantaarns aangingen. Dat was de klok. Nu "
            "rijden er de hele dag bezorgers, en spelen de kinderen achter."
        ),
        goes_well=(
            "Het nieuwe dak is mooi en droog. Een jaar later kwam iemand uit zichzelf kijken of "
            "alles nog goed zat."
        ),
        services=(
            "Na het werk aan het dak hing de goot scheef. Dat is pas na de tweede melding hersteld."
        ),
        neighbourhood=(
            "Brommers rijden over de stoep om de drempel heen. 's Avonds laat is er geluid bij de "
            "garages. Verteld waar dat gemeld kan worden."
        ),
        wish="Een paaltje op de stoep.",
        read_back="yes",
        how_was_it="pleasant",
        permission=3,
        minutes=55,
        door=(
            "De bel hangt los. Klop op de deur. Half op de stoep mag hier niet. Op het pleintje "
            "wel."
        ),
        insights=(
            Insight(
                statement="Brommers op de stoep maken een korte wandeling onrustig.",
                quote="Ik kijk nu op de stoep ook naar links en naar rechts.",
                kind="concern",
                themes=("VEI.verkeer",),
            ),
            Insight(
                statement=(
                    "Nakijken na een jaar geeft vertrouwen. Een scheve goot neemt het weer weg."
                ),
                quote="Het dak is prachtig. Maar ik keek elke dag naar die goot.",
                kind="concern",
                themes=("OND.kwaliteit", "ZEG.vertrouwen"),
                important=True,
            ),
            Insight(
                statement=(
                    "Er is 's avonds geluid bij de garages, en niemand weet waar dat te melden is."
                ),
                kind="signal",
                themes=("BUU.overlast",),
            ),
        ),
        promises=(
            Promise(
                what="Vragen of er een paaltje op de stoep kan komen.",
                owner="Wijkteam",
                days=45,
                outcome="not_possible",
                board_line="Een paaltje tegen brommers kan niet: de brandweer moet erlangs.",
                outcome_text=(
                    "De brandweer moet over de stoep kunnen rijden. Daarom mag er geen vast "
                    "paaltje staan."
                ),
                answer_channel="phone",
                answer_text=(
                    "Een paaltje kan niet, want de brandweer moet erlangs. Wel vraagt het Wijkteam "
                    "de gemeente om een hogere drempel. Wij vinden het jammer, en wij zeggen het "
                    "liever eerlijk."
                ),
                answered_after=33,
            ),
        ),
    ),
    Story(
        one_line="Wie 's ochtends belt, is snel geholpen. Wie een naam zoekt, vindt er geen.",
        home_words=("orde", "mijn stoel", "de voortuin"),
        then_now=(
            "Toen hing er in de hal een bord met de naam van de huismeester en een telefoonnummer. "
            "Nu hangt er een sticker met een website."
        ),
        goes_well="De verwarming viel uit op een vrijdag. Om vier uur deed hij het weer.",
        services=(
            "Bellen vóór tien uur gaat vlot. Alleen is het steeds iemand anders, en begint het "
            "verhaal steeds opnieuw."
        ),
        neighbourhood="Rustig en netjes. De voortuintjes doen stilletjes een wedstrijd.",
        wish="Een gezicht bij de buurt: wie is er van ons?",
        read_back="yes",
        how_was_it="pleasant",
        permission=3,
        minutes=60,
        door=(
            "De bel doet het. Veeg gerust uw voeten, dat wordt gezien. Neem de stoel bij de kast. "
            "De stoel bij het raam is bezet. Voor de deur is meestal plek."
        ),
        insights=(
            Insight(
                statement="Mensen zoeken geen nummer, maar een naam.",
                quote=(
                    "Er hangt een sticker met een website. Daar kan ik geen goedemorgen tegen "
                    "zeggen."
                ),
                kind="concern",
                themes=("DVL.bereik", "ZEG.inzet"),
                important=True,
            ),
            Insight(
                statement="Verwarming stuk op vrijdag, en voor het weekend weer warm.",
                quote="Ik had de dekens al klaarliggen. Niet nodig geweest.",
                kind="compliment",
                themes=("OND.snelheid",),
            ),
            Insight(
                statement="De voortuinen zijn hier een stille wedstrijd.",
                quote="Niemand zegt het, maar iedereen kijkt.",
                kind="story",
                themes=("THU.trots",),
            ),
        ),
        promises=(
            Promise(
                what="Een bordje in de hal met de naam en de foto van de wijkbeheerder.",
                owner="Wijkteam",
                days=45,
                outcome="done",
                board_line=(
                    "In de portieken hangt nu een bordje met naam en foto van de wijkbeheerder."
                ),
                outcome_text="De bordjes hangen in alle portieken van de straat.",
                answer_channel="letter",
                answer_text=(
                    "In de hal hangt nu een bordje met een naam, een foto en een nummer. De "
                    "wijkbeheerder komt zich ook nog voorstellen."
                ),
                answered_after=36,
            ),
        ),
    ),
    Story(
        one_line="De fietsenkelder staat vol fietsen waar niemand meer op rijdt.",
        home_words=("ruim",),
        then_now=(
            "Toen had elke woning een haak met een nummer. Nu staan er fietsen zonder banden, en "
            "past een fiets van nu niet meer tussen de haken."
        ),
        goes_well="Sinds de nieuwe sloten sluit de buitendeur weer goed.",
        services=(
            "Over de kelder kwam een brief: alles zonder label gaat weg. Daarna gebeurde er niets."
        ),
        wish="Eén grote opruimdag, met een container voor de deur.",
        read_back="yes",
        how_was_it="pleasant",
        permission=2,
        minutes=50,
        door=(
            "Kom via de kelder, want de ingang voor is in onderhoud. Praat wat rustiger dan u "
            "gewend bent. Aan de overkant, bij het veldje."
        ),
        insights=(
            Insight(
                statement=(
                    "Een volle fietsenkelder vraagt om een dag met een container, niet om een "
                    "label."
                ),
                kind="idea",
                themes=("OMG.algemeen",),
            ),
            Insight(
                statement="Nieuwe sloten geven rust, en de deur sluit weer.",
                kind="compliment",
                themes=("WON.veilig",),
            ),
        ),
        promises=(
            Promise(
                what="Een opruimdag voor de fietsenkelder, met een container voor de deur.",
                owner="Wijkteam",
                days=60,
                outcome="done",
                board_line="Een volle fietsenkelder werd samen met de bewoners leeggeruimd.",
                outcome_text="De opruimdag is geweest. De oude fietsen zijn weg.",
                answer_channel="letter",
                answer_text=(
                    "De kelder is leeg en geveegd. De opgeknapte fietsen gingen naar mensen die er "
                    "een zochten. Bedankt voor het idee."
                ),
                answered_after=52,
            ),
        ),
    ),
    Story(
        one_line="Van straatfeest naar appgroep: het contact is er nog, maar niet voor iedereen.",
        home_words=("de straat", "bloemen"),
        then_now=(
            "Toen ging één zaterdag per jaar de straat dicht. Lange tafels, papieren kleden met "
            "klemmetjes, en een springkussen. Nu is er een appgroep. Die gaat vooral over "
            "pakketjes."
        ),
        goes_well="Nieuwe buren kwamen zich voorstellen met een zelfgebakken taart.",
        services=(
            "De brieven zijn duidelijk. Het liefst blijft dat zo, want een brief kan op de "
            "koelkast."
        ),
        neighbourhood="Wie geen telefoon met apps heeft, hoort het nieuws een dag later. Of niet.",
        wish="Het straatfeest terug. De tafels staan nog in een schuur.",
        read_back="yes",
        how_was_it="pleasant",
        permission=3,
        reflection="Het langste bezoek tot nu toe, en geen minuut te lang. Ruimer plannen.",
        minutes=95,
        door=(
            "Bel aan en roep even. De bewoner is vaak in de tuin. In de straat zelf, niet op het "
            "speelveldje."
        ),
        insights=(
            Insight(
                statement="Het straatfeest is verdwenen, maar de tafels staan er nog.",
                quote="De klemmetjes voor het tafelkleed heb ik bewaard. Ik doe zo weer mee.",
                kind="idea",
                themes=("BUU.ontmoeten",),
                important=True,
            ),
            Insight(
                statement="Eén zaterdag per jaar was de straat van de bewoners.",
                quote="Aan het eind van de dag wist ik weer welk kind bij welk huis hoorde.",
                kind="story",
                themes=("THU.herinnering",),
            ),
            Insight(
                statement="Een brief kan op de koelkast. Een bericht op de telefoon raakt weg.",
                quote="Op mijn koelkast hangt alles wat telt.",
                kind="compliment",
                themes=("DVL.digitaal", "DVL.informatie"),
            ),
        ),
        promises=(
            Promise(
                what="Uitzoeken hoe wij kunnen helpen bij een straatfeest.",
                owner="Wijkteam",
                days=30,
                outcome="done",
                board_line="Bij een straatfeest regelen wij de kramen en de aanvraag.",
                outcome_text=(
                    "Het Wijkteam regelt de kramen en vraagt de straat aan bij de gemeente."
                ),
                answer_channel="phone",
                answer_text=(
                    "Het Wijkteam helpt graag. Wij regelen kramen en vragen bij de gemeente of de "
                    "straat een dag dicht mag."
                ),
                answered_after=18,
            ),
        ),
    ),
    Story(
        one_line="De nieuwe badkamer is mooi, maar het laatste stukje liet op zich wachten.",
        home_words=("badkamer", "stil"),
        then_now=(
            "Toen was er een granieten douchebak en een geiser die plofte als hij aanging. Nu is "
            "er een vlakke vloer en warm water zonder schrik."
        ),
        goes_well="De tegelzetter dacht mee over de plek van de haakjes.",
        services="Het grote werk was in een week klaar. De laatste plint duurde twee maanden.",
        neighbourhood="Prettig wonen, met winkels op loopafstand.",
        wish="Dat klaar ook echt klaar is.",
        read_back="yes",
        how_was_it="fair",
        permission=1,
        minutes=55,
        door=(
            "De bel doet het. Loop door naar de achterkamer. Ga aan de lange kant van de tafel "
            "zitten. Schuin tegenover is een vak voor bezoek."
        ),
        insights=(
            Insight(
                statement="Een klus is pas klaar als ook de laatste plint zit.",
                kind="concern",
                themes=("OND.kwaliteit",),
            ),
        ),
        promises=(
            Promise(
                what="De laatste plint en de kitrand laten afmaken.",
                owner="Onderhoud",
                days=21,
                outcome="done",
                outcome_text="De plint zit erop en de kitrand is vernieuwd.",
                answer_channel="visit",
                answer_text=(
                    "De plint zit vast en de rand is opnieuw gekit. Wij hebben het samen bekeken."
                ),
                answered_after=17,
            ),
        ),
    ),
    Story(
        one_line="Jonge gezinnen op de trap brengen leven, en dat is welkom.",
        home_words=("leven op de trap", "warm", "licht"),
        then_now=(
            "Toen woonden hier allemaal gezinnen met kinderen van dezelfde leeftijd. Die gingen "
            "ook allemaal tegelijk het huis uit, en toen werd het stil. Nu staan er weer "
            "kinderwagens, en wordt er weer gehold op de trap."
        ),
        goes_well="De kachel gaat later aan sinds het nieuwe glas er zit.",
        services=(
            "Weinig contact, en dat is niet erg. Alleen blijft een vraag over zonwering al een "
            "zomer liggen."
        ),
        neighbourhood="De nieuwe buren groeten en dragen weleens een tas naar boven.",
        wish="Zonwering aan de kant van de middagzon.",
        read_back="yes",
        how_was_it="pleasant",
        permission=3,
        minutes=65,
        door=(
            "Bel beneden. Boven staat de deur al open. Ga zitten waar u wordt neergezet, dan komt "
            "het verhaal vanzelf. Op het plein. De eerste rij is voor bewoners."
        ),
        insights=(
            Insight(
                statement="Nieuwe gezinnen op de trap brengen leven terug.",
                quote="Ik hoor weer voetjes op de trap. Dat had ik gemist.",
                kind="compliment",
                themes=("BUU.samenstelling",),
                important=True,
            ),
            Insight(
                statement="Op warme dagen is het boven niet uit te houden.",
                quote="In juli slaap ik beneden op de bank, met de ramen tegen elkaar open.",
                kind="concern",
                themes=("WON.comfort",),
            ),
            Insight(
                statement="Een lagere stookrekening wordt gemerkt, en doorverteld.",
                quote="Sinds het nieuwe glas gaat de kachel later aan. Dat zie ik terug.",
                kind="compliment",
                themes=("GEL.energie",),
            ),
        ),
        promises=(
            Promise(
                what="Uitzoeken of er zonwering kan komen aan de zonkant.",
                owner="Onderhoud",
                days=45,
                outcome="not_possible",
                board_line="Vaste zonwering kan niet aan deze gevel. Dat is nagerekend.",
                outcome_text=(
                    "De gevel is niet sterk genoeg voor vaste zonwering. Dat is nagerekend."
                ),
                answer_channel="letter",
                answer_text=(
                    "Vaste zonwering kan niet. De gevel is er niet sterk genoeg voor. Wat wel kan: "
                    "lichte schermen tegen het glas. Onze vakman maakt die vast, als u dat wilt."
                ),
                answered_after=38,
            ),
        ),
    ),
    Story(
        one_line="Hulp is hier nooit ver, al moet iemand het wel durven vragen.",
        home_words=("de bakker", "bekende gezichten"),
        then_now=(
            "Toen hingen bij de bakker kaartjes op de deur: een kinderwagen, een bank, een paar "
            "handen voor het behang. Nu staat alles op internet, maar niets van om de hoek."
        ),
        goes_well=(
            "Bij een lekkende kraan is een foto meegestuurd. De monteur had meteen het goede "
            "kraantje bij zich."
        ),
        services=(
            "Het melden met een foto werkt beter dan verwacht. De eerste keer was er wel hulp bij "
            "nodig."
        ),
        neighbourhood=(
            "Met sneeuw wordt er voor elkaar geveegd. Om een lampje te vervangen durft bijna "
            "niemand aan te bellen."
        ),
        wish="Kleiner en gelijkvloers wonen, maar wel in deze buurt.",
        read_back="yes",
        how_was_it="pleasant",
        permission=3,
        minutes=75,
        door=(
            "De bel doet het. De bewoner zwaait eerst vanuit het raam. Praat rustig, met één vraag "
            "tegelijk. Voor de bakker, een half uur vrij. Daarna om de hoek."
        ),
        insights=(
            Insight(
                statement="Hulp is dichtbij, maar vragen blijft het moeilijkste.",
                quote="Iedereen wil wel helpen. Wij zijn alleen slecht in vragen.",
                kind="story",
                themes=("BUU.hulp",),
            ),
            Insight(
                statement="Een foto bij een melding scheelt een tweede bezoek.",
                quote="Eén foto, en de man had meteen het goede kraantje bij zich.",
                kind="compliment",
                themes=("OND.melding", "OND.vakman"),
            ),
            Insight(
                statement="Kleiner wonen mag, als het maar in deze buurt is.",
                quote="Ik wil best kleiner. Maar dan wel hier, met dezelfde bakker.",
                kind="question",
                themes=("THU.toekomst",),
                important=True,
            ),
        ),
        promises=(
            Promise(
                what="Uitleggen hoe verhuizen binnen de buurt werkt.",
                owner="Klantenservice",
                days=21,
                outcome="done",
                board_line="Een collega legt aan huis uit hoe verhuizen binnen de buurt gaat.",
                outcome_text="Een collega kwam langs en legde het uit.",
                answer_channel="visit",
                answer_text=(
                    "Een collega heeft de stappen aan tafel doorgenomen. Komt er iets vrij in de "
                    "buurt? Dan bellen wij. Haast is er niet."
                ),
                answered_after=20,
            ),
        ),
    ),
    Story(
        one_line="Sinds de wijkbeheerder weer op vaste dagen loopt, is het rustiger in de buurt.",
        home_words=("de hond uitlaten", "overzicht"),
        then_now=(
            "Toen liep de huismeester elke ochtend zijn ronde. Wie iets had, riep het uit het "
            "raam. Daarna kwam er jaren niemand. Nu is er weer iemand, en dat scheelt."
        ),
        goes_well="De wijkbeheerder kent de mensen bij naam en komt terug op wat hij zegt.",
        services=(
            "Een afspraak tussen acht en vijf is lastig. Dan blijft een mens de hele dag binnen."
        ),
        neighbourhood="Het uitlaatveld is de plek voor nieuws. Wie daar loopt, kent iedereen.",
        wish="Weten of de vakman 's ochtends of 's middags komt.",
        read_back="yes",
        how_was_it="pleasant",
        permission=3,
        minutes=60,
        door=(
            "Bel aan en wacht tot de hond is uitgeblaft. Hij doet niets. Langs het veld is altijd "
            "plek."
        ),
        insights=(
            Insight(
                statement="Een bekend gezicht op straat doet meer dan een camera.",
                quote="Als ik hem zie lopen, weet ik dat er iemand oplet.",
                kind="compliment",
                themes=("VEI.gevoel", "ZEG.inzet"),
                important=True,
            ),
            Insight(
                statement="Een afspraak tussen acht en vijf kost mensen een hele dag.",
                quote="Tussen acht en vijf. Dan durf ik niet eens naar de brievenbus.",
                kind="concern",
                themes=("DVL.afspraken",),
            ),
            Insight(
                statement="Wie een hond heeft, kent de buurt.",
                quote="Van de honden weet ik de naam. Van de baasjes niet altijd.",
                kind="story",
                themes=("BUU.contact",),
            ),
        ),
        promises=(
            Promise(
                what="Bij een afspraak een dagdeel noemen, geen hele dag.",
                owner="Klantenservice",
                days=45,
                outcome="done",
                board_line="Afspraken voor reparaties noemen nu een ochtend of een middag.",
                outcome_text="Afspraken gaan nu per ochtend of per middag.",
                answer_channel="phone",
                answer_text=(
                    "Een afspraak is voortaan 's ochtends of 's middags. De vakman belt een half "
                    "uur van tevoren."
                ),
                answered_after=44,
            ),
        ),
    ),
    Story(
        one_line="Boven een balkon vol geraniums, beneden een plantsoen dat niemand bijhoudt.",
        home_words=("geraniums", "de sloot", "ochtend"),
        then_now=(
            "Toen haalde de hele flat in mei plantjes van de markt, en was elk balkon rood. Nu "
            "doen nog een paar mensen het. Wie naar boven kijkt, ziet precies wie."
        ),
        goes_well="Het uitzicht. Elke ochtend begint bij het raam.",
        services="Melden gaat goed. De afvoer van het balkon zit alleen elk najaar weer vol.",
        neighbourhood=(
            "Het plantsoen onder de balkons wordt gemaaid, maar verder doet niemand er iets aan. "
            "De rozen van vroeger staan er nog, tussen het onkruid."
        ),
        wish="Het plantsoen samen opknappen. De handen zijn er.",
        read_back="yes",
        how_was_it="pleasant",
        permission=3,
        minutes=70,
        door=(
            "Bel beneden en noem uw naam. De lift is rechts. Ga op het balkon zitten als het weer "
            "het toelaat. Achter de flat, vakken zonder nummer."
        ),
        insights=(
            Insight(
                statement="Het plantsoen wordt gemaaid, maar niet verzorgd.",
                quote="Boven bloeit het, beneden is het een jungle.",
                kind="concern",
                themes=("OMG.groen",),
                important=True,
            ),
            Insight(
                statement="Ook na jaren begint de dag bij hetzelfde raam.",
                quote="Ik doe het gordijn open en zeg goedemorgen tegen de sloot.",
                kind="story",
                themes=("THU.gevoel",),
            ),
            Insight(
                statement="Een volle afvoer maakt van een balkon een bad.",
                quote="Bij regen heb ik een zwembad. Alleen de badmeester ontbreekt.",
                kind="concern",
                themes=("WON.buitenruimte",),
            ),
        ),
        promises=(
            Promise(
                what="Uitzoeken wanneer het plantsoen onder de balkons wordt opgeknapt.",
                owner="Wijkteam",
                days=30,
                outcome="running",
                board_line="Wij zoeken uit wanneer een plantsoen wordt opgeknapt.",
            ),
            Promise(
                what="De afvoer van het balkon laten doorspuiten.",
                owner="Onderhoud",
                days=14,
                outcome="done",
                board_line="Volle afvoeren van balkons spuiten wij elk najaar door.",
                outcome_text="De afvoer is schoon en staat op de lijst voor het najaar.",
                answer_channel="phone",
                answer_text="De afvoer is schoon. Voortaan spuiten wij hem elk najaar door.",
                answered_after=9,
            ),
        ),
    ),
    Story(
        one_line="Er komt groot onderhoud aan, en iedereen weet er iets anders van.",
        home_words=("vertrouwd",),
        then_now=(
            "Toen hing er een groot vel papier in de hal met per trap een datum. Daar stond "
            "iedereen voor te praten. Nu komt er een brief met een adres van een website."
        ),
        goes_well="De collega die vooraf foto's kwam maken, legde goed uit waarom.",
        services=(
            "Over het werk gaan veel verhalen rond. De brief kwam pas toen iedereen het al anders "
            "had gehoord."
        ),
        neighbourhood=(
            "Beneden staat een gezamenlijke ruimte leeg. Er zijn plannen genoeg: kaarten, koffie, "
            "fietsen maken."
        ),
        wish="Een vel papier in de hal met per trap een datum.",
        read_back="no",
        how_was_it="not_asked",
        permission=2,
        reflection=(
            "Te weinig tijd om samen te vatten. Dat hoort er toch bij, ook als de volgende "
            "afspraak wacht."
        ),
        minutes=55,
        door=(
            "De bel doet het. Tweede deur na de brievenbussen. Er komt iemand bij. Stel uw vragen "
            "aan beiden. Rond de bouwketen is weinig plek. Kom vijf minuten eerder."
        ),
        insights=(
            Insight(
                statement="Bij groot onderhoud gaat eerst het gerucht rond, en dan pas de brief.",
                kind="concern",
                themes=("DVL.informatie",),
                important=True,
            ),
            Insight(
                statement="Mensen willen weten in welke week hun trap aan de beurt is.",
                kind="question",
                themes=("OND.planmatig",),
            ),
            Insight(
                statement="Een gezamenlijke ruimte staat leeg, terwijl er ideeën genoeg zijn.",
                kind="idea",
                themes=("BUU.ontmoeten", "VOO.ontmoetplek"),
            ),
        ),
        promises=(
            Promise(
                what="Een inloopmiddag over het groot onderhoud, met een planning per trap.",
                owner="Onderhoud",
                days=150,
                outcome="running",
                board_line="Wij bereiden een inloopmiddag over het groot onderhoud voor.",
            ),
        ),
    ),
    Story(
        one_line=(
            "Een doos met foto's op tafel: dezelfde straat, dezelfde lantaarns, heel andere jassen."
        ),
        home_words=("foto's", "de eettafel"),
        then_now=(
            "Toen paste de hele straat op één foto, op de stoep, met de kleintjes vooraan. Nu "
            "staan er auto's op die plek. De lantaarns zijn nog dezelfde."
        ),
        goes_well=(
            "Een collega aan de telefoon vroeg eerst hoe het ging, en toen pas naar een nummer."
        ),
        services=(
            "Op de afrekening staat nu ook de tuinman. Dat is goed, maar niemand heeft gezien wat "
            "hij doet."
        ),
        neighbourhood=(
            "Er is op elke verdieping wel iemand die foto's heeft bewaard. Samen is dat een hele "
            "geschiedenis."
        ),
        wish="De oude foto's ophangen in de hal, voor de nieuwe bewoners.",
        read_back="yes",
        how_was_it="pleasant",
        permission=3,
        minutes=90,
        door=(
            "Bel aan. De bewoner doet open met de ketting erop. Laat uw pas zien. Neem de tijd "
            "voor de foto's. Het gesprek komt daarna. Voor de deur, tussen de bomen."
        ),
        insights=(
            Insight(
                statement="Oude foto's laten zien wat een straat kan zijn.",
                quote="Op elke foto staat wel iemand die even kwam kijken.",
                kind="story",
                themes=("THU.herinnering",),
                important=True,
            ),
            Insight(
                statement="Eerst een mens, dan een nummer: zo hoort bellen te gaan.",
                quote="Ze vroeg eerst hoe het met mij ging. Toen pas naar mijn huurdernummer.",
                kind="compliment",
                themes=("DVL.bejegening",),
            ),
            Insight(
                statement="Wie voor de tuinman betaalt, wil hem ook een keer zien.",
                quote="Ik betaal graag voor de tuinman. Ik zou hem alleen graag eens tegenkomen.",
                kind="concern",
                themes=("GEL.service",),
            ),
        ),
        promises=(
            Promise(
                what="Navragen of de oude foto's een plek in de hal kunnen krijgen.",
                owner="director",
                days=120,
                outcome="running",
                board_line="Wij vragen na of oude foto's in de hal mogen hangen.",
            ),
        ),
    ),
    Story(
        one_line="De lift is vernieuwd. Nu valt op hoe oud de hal is.",
        home_words=("hoog wonen", "zonsondergang"),
        then_now=(
            "Toen was de lift vaak stuk en werd er samen gesjouwd. Op de trap leerde iedereen "
            "elkaar kennen. Nu doet de lift het altijd, en is er dus minder te vertellen."
        ),
        goes_well=(
            "De monteurs van de lift waren op tijd. De jongste legde rustig uit wat er ging "
            "gebeuren."
        ),
        services="Over het werk kwam een duidelijk bericht, met een nummer dat ook werd opgenomen.",
        neighbourhood=(
            "In de hal bladdert de verf en zoemt de lamp. Wie binnenkomt, krijgt een verkeerd idee "
            "van de flat."
        ),
        wish="Een kwast door de hal, in een kleur die de bewoners kiezen.",
        read_back="yes",
        how_was_it="pleasant",
        permission=3,
        reflection="Mooi hoe hier om alles gelachen kan worden, ook om ons.",
        minutes=60,
        door=(
            "Bel beneden en neem de lift. De deur is aan het eind van de gang. Ga aan de eettafel "
            "zitten, daar praat u het rustigst. Voor de ingang, vakken met een witte streep."
        ),
        insights=(
            Insight(
                statement="In een hal met een nieuwe lift valt de oude verf pas op.",
                quote="De lift is van nu. Dan gaat de deur open en is het weer vroeger.",
                kind="concern",
                themes=("OMG.algemeen",),
                important=True,
            ),
            Insight(
                statement="Een koude vloer vertelt als eerste dat het winter wordt.",
                quote="Mijn voeten weten eerder dan ik dat het winter is.",
                kind="concern",
                themes=("WON.energie",),
            ),
            Insight(
                statement="Een leerling die rustig uitlegt, maakt indruk.",
                quote="De jongste van de twee vertelde alles. Die komt er wel.",
                kind="compliment",
                themes=("OND.vakman",),
            ),
        ),
        promises=(
            Promise(
                what="Het compliment voor de leerling-monteur doorgeven.",
                owner="director",
                days=14,
                outcome="done",
                outcome_text="Verteld aan het bedrijf en aan de leerling zelf.",
                answer_channel="phone",
                answer_text="De leerling heeft het gehoord en werd er een beetje rood van.",
                answered_after=3,
            ),
            Promise(
                what="Vragen of de hal mee kan met het schilderwerk, in een kleur van de bewoners.",
                owner="Onderhoud",
                days=90,
                outcome="new",
            ),
        ),
    ),
)
