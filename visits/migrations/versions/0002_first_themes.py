"""The first themes and teams.

Written out here and not read from the app: a migration does tomorrow what it does today.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002_first_themes"
down_revision = "0001_first_tables"
branch_labels = None
depends_on = None

TEAMS = ("Wijkteam", "Onderhoud", "Klantenservice")
THEMES = (
    ("THU", "Thuis en wonen", "Home and belonging", False, "4ebf02cf-80f0-491b-942d-ab2a8f46d731"),
    ("THU.gevoel", "Thuisgevoel", "Feeling at home", False, "0c5f1c4a-51bb-4dc4-a545-eb51cf7b9412"),
    (
        "THU.herinnering",
        "Herinneringen, toen en nu",
        "Memories, then and now",
        False,
        "e878f138-a6c4-46ca-b0df-4044bc45d2bc",
    ),
    (
        "THU.toekomst",
        "Blijven of verhuizen",
        "Staying or moving",
        False,
        "8d90430e-7d9d-40db-ade6-ad0284580ad4",
    ),
    ("THU.trots", "Trots op huis", "Pride", False, "636531a2-908a-4807-bfa2-69e2540e5ca4"),
    ("WON", "Woning", "Dwelling", False, "dac5e35d-2c3d-4eed-8361-a8f26ac912bd"),
    ("WON.comfort", "Comfort", "Comfort", False, "235bff91-bfb0-4fde-bf88-d7bfad71fdd4"),
    (
        "WON.vocht",
        "Vocht en schimmel",
        "Damp and mould",
        False,
        "bf746560-aa25-4af0-8362-b2fc8e74e417",
    ),
    (
        "WON.energie",
        "Isolatie en energie",
        "Insulation and energy",
        False,
        "26a45034-5a62-43a7-85f7-831fbf94214f",
    ),
    ("WON.geluid", "Geluid", "Noise", False, "f3091c32-080e-4c83-8d1a-b7b15049691f"),
    ("WON.indeling", "Indeling en ruimte", "Layout", False, "43d1810c-cf24-4c5d-8d11-92a8c647a299"),
    (
        "WON.buitenruimte",
        "Tuin of balkon",
        "Garden or balcony",
        False,
        "2b9447a4-976b-461b-87fb-211cab0303ce",
    ),
    ("WON.veilig", "Veilige woning", "Safe home", False, "dd77546c-c239-4220-a3b9-932ba7d1c7b4"),
    (
        "OND",
        "Reparatie en onderhoud",
        "Repairs and maintenance",
        False,
        "b4eb2e4d-a38a-45d2-97bf-ba35299d0132",
    ),
    ("OND.melding", "Melden", "Reporting", False, "d4cd3f45-ec13-42b8-aa46-5a66aa5508be"),
    ("OND.snelheid", "Snelheid", "Speed", False, "e5b77ce9-bb22-40d8-8e88-a703512a9985"),
    ("OND.kwaliteit", "Kwaliteit", "Quality", False, "d1b7bbfb-ea57-4fa1-a3fa-92498c550c91"),
    (
        "OND.planmatig",
        "Planmatig onderhoud",
        "Planned work",
        False,
        "1abc8a60-9b00-48ae-80f4-a50600f34a79",
    ),
    (
        "OND.renovatie",
        "Renovatie en sloop",
        "Renovation or demolition",
        False,
        "3b63637c-6f98-46f7-9c2c-90a5cdd12d13",
    ),
    ("OND.vakman", "De vakman", "The tradesperson", False, "e8ed8437-497b-4ec6-bd66-d0ded4e08112"),
    (
        "DVL",
        "Contact en dienstverlening",
        "Contact and services",
        False,
        "17c3337b-51d9-41b4-b3b6-215329cf5161",
    ),
    ("DVL.bereik", "Bereikbaarheid", "Reachability", False, "148861be-e031-4c2f-a8e5-8460b9e30064"),
    ("DVL.bejegening", "Bejegening", "Respect", False, "d090fd51-deb3-4e54-91a4-f14c0b1d5c99"),
    (
        "DVL.afspraken",
        "Afspraken nakomen",
        "Keeping promises",
        False,
        "a4006409-1cd8-41bb-ab55-7e3f804642c2",
    ),
    ("DVL.informatie", "Informatie", "Information", False, "40ede98e-0353-4efd-86a1-d570295aec53"),
    (
        "DVL.digitaal",
        "Digitaal of persoonlijk",
        "Digital or personal",
        False,
        "42d37714-6526-4f00-b421-139fcd0e15a1",
    ),
    ("DVL.klacht", "Klachten", "Complaints", False, "fda3eeb0-5fb3-4380-bca9-b52b3dfe5f8e"),
    ("BUU", "Buurt en buren", "Neighbours", False, "88e8dff6-0123-4c05-8af1-f9fd47e1ae66"),
    ("BUU.contact", "Contact met buren", "Contact", False, "10817c3d-26db-4c46-bbb4-4e5f80367ae6"),
    ("BUU.hulp", "Elkaar helpen", "Mutual help", False, "95d072ef-fe02-4c6c-aad5-e15ad51527e1"),
    (
        "BUU.samenstelling",
        "Wie er wonen",
        "Who lives here",
        False,
        "393ff818-5e67-4977-b77f-ae01e1476aef",
    ),
    ("BUU.ontmoeten", "Ontmoeten", "Meeting", False, "a7692e29-f85c-4b3e-a04c-3946b355bf6a"),
    ("BUU.overlast", "Overlast", "Nuisance", True, "46c0dd05-80c6-4609-9f78-44e2ba62a88f"),
    ("VEI", "Veiligheid", "Safety", False, "a13182e2-18b4-4937-a27f-6b421b4860e7"),
    (
        "VEI.gevoel",
        "Veiligheidsgevoel",
        "Feeling safe",
        False,
        "1027e375-0d1d-431b-af57-004fdb1b4765",
    ),
    ("VEI.inbraak", "Inbraak", "Burglary", True, "32838088-37d2-4322-b7f9-90a750f1f160"),
    ("VEI.verkeer", "Verkeer", "Traffic", False, "e1142e81-3eae-496f-b429-cf2637288cb1"),
    ("VEI.donker", "Licht en zicht", "Lighting", False, "2ef30f50-b887-403a-aeb2-a1dc4804c26d"),
    ("OMG", "Woonomgeving", "Surroundings", False, "ec35dd06-1897-4142-9bbc-f167b49e5964"),
    (
        "OMG.schoon",
        "Schoon en netjes",
        "Clean and tidy",
        False,
        "a24ae251-fa34-4210-9ffe-59137561d667",
    ),
    ("OMG.groen", "Groen", "Green", False, "3e1761ef-177c-4fb5-9208-9b815ccc778b"),
    ("OMG.parkeren", "Parkeren", "Parking", False, "ac134626-a6c8-4987-ba24-1ff4876f3874"),
    (
        "OMG.algemeen",
        "Gedeelde ruimten",
        "Shared areas",
        False,
        "66165b21-bf2c-4bb3-b6b3-5738e9960a1e",
    ),
    ("VOO", "Voorzieningen", "Amenities", False, "81afa8f6-54de-41f3-aec4-f951745b4142"),
    ("VOO.winkels", "Winkels", "Shops", False, "5d464e04-4289-4220-a852-85b686b73b98"),
    ("VOO.vervoer", "Vervoer", "Transport", False, "421e136d-f2f9-43aa-90bd-17a648499c5b"),
    (
        "VOO.zorgnabij",
        "Zorg dichtbij",
        "Care nearby",
        False,
        "156c4cbc-1244-4f42-a015-7d1b44987808",
    ),
    (
        "VOO.ontmoetplek",
        "Buurthuis",
        "Community centre",
        False,
        "198424fb-68f7-4b0e-acc1-4f1cdf756815",
    ),
    ("GEL", "Betaalbaarheid", "Affordability", False, "e59de4b1-7a8e-4aa4-aa99-50486693c94e"),
    ("GEL.huur", "Huur", "Rent", False, "326bc22f-cbd8-47b2-b494-f6c4d7a105bc"),
    ("GEL.energie", "Energielasten", "Energy bills", False, "ef794b2e-4b47-44cf-a830-faa641156170"),
    (
        "GEL.service",
        "Servicekosten",
        "Service charges",
        False,
        "aaf6b80b-93b3-48ab-9dc9-11d024f0ee1f",
    ),
    ("OUD", "Prettig ouder worden", "Ageing well", True, "012a878c-f571-4bc6-a4ff-9e7cb5fdffad"),
    (
        "OUD.toegankelijk",
        "Toegankelijke woning",
        "Accessible home",
        True,
        "ea866c46-5526-44db-bcae-3aa4f594bf08",
    ),
    ("OUD.langer", "Langer thuis", "Staying put", True, "c89824c5-4772-49cd-90d4-a3f39926a1af"),
    (
        "OUD.doorstroom",
        "Passende woning",
        "Moving to fit",
        True,
        "997ffbf6-51f3-4614-ad3d-52395ed27d04",
    ),
    (
        "OUD.aandacht",
        "Aandacht en gezelschap",
        "Company",
        True,
        "d9db0925-eca8-4fd9-9201-9de75b907462",
    ),
    (
        "ZEG",
        "Zeggenschap en betrokkenheid",
        "Voice and influence",
        False,
        "80da43bf-dffb-4715-87b7-cda84152321d",
    ),
    ("ZEG.gehoord", "Gehoord worden", "Being heard", False, "c123fd5e-57c5-49ee-b1db-f760b570f676"),
    ("ZEG.meedoen", "Meedenken", "Taking part", False, "8c5b2bd4-e0f4-44cb-bec0-ed2e91a5c8a1"),
    (
        "ZEG.inzet",
        "Zichtbare inzet",
        "Visible effort",
        False,
        "b1f66ded-0018-4c5d-a4b7-20bbc3413d85",
    ),
    ("ZEG.vertrouwen", "Vertrouwen", "Trust", False, "50d28755-d8d3-41cb-958f-e29b6a8bc338"),
    ("OVG", "Overig", "Other", False, "24514b12-b462-497e-806e-90b82fcac477"),
)


def upgrade() -> None:
    """Bring the tables to this version."""
    connection = op.get_bind()
    tables = sa.MetaData()
    theme = sa.Table("theme", tables, autoload_with=connection)
    team = sa.Table("team", tables, autoload_with=connection)
    for position, (code, name_nl, name_en, sensitive, guid) in enumerate(THEMES):
        parent = code.partition(".")[0]
        connection.execute(
            theme.insert().values(
                code=code,
                parent=parent if parent != code else None,
                name_nl=name_nl,
                name_en=name_en,
                sensitive=sensitive,
                position=position,
                guid=guid,
            )
        )
    connection.execute(team.insert(), [{"name": name} for name in TEAMS])


def downgrade() -> None:
    """Bring the tables back to the version before."""
    op.execute("DELETE FROM insight_theme")
    op.execute("DELETE FROM theme WHERE parent IS NOT NULL")
    op.execute("DELETE FROM theme")
    op.execute("UPDATE action SET team_id = NULL")
    op.execute("UPDATE account SET team_id = NULL")
    op.execute("DELETE FROM team")
