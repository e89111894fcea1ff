"""Which column is taken for what, in four languages, with and without hashtags."""

from __future__ import annotations

import pytest

from ngomap.errors import UsageError
from ngomap.importers import table_columns, threew_columns
from ngomap.importers.delimited import read_grid
from ngomap.importers.grid import Grid
from ngomap.importers.headers import sample_of
from ngomap.importers.source import Reading


def grid(headers: str, *rows: str) -> Grid:
    return read_grid("\n".join([headers, *rows]) + "\n", "x")


def threew(headers: str, *rows: str) -> dict[str, str]:
    """Field to header."""
    table = grid(headers, *rows)
    columns, _ = threew_columns.find_columns(table, Reading())
    return {field: table.headers[at] for field, at in columns.index.items()}


def test_the_headers_of_the_afghan_file() -> None:
    found = threew(
        "REGION,PROVINCE,PROV_CODE,DISTRICT,DIST_CODE,ORG_ACRONYM,ORG_NAME,ORG_TYPE,CLUSTER_SECTOR_CODE,"
        "CLUSTER_SECTOR_NAME,Question"
    )
    assert found == {
        "region": "REGION", "adm1": "PROVINCE", "adm1-code": "PROV_CODE", "adm2": "DISTRICT", "adm2-code": "DIST_CODE",
        "acronym": "ORG_ACRONYM", "org": "ORG_NAME", "type": "ORG_TYPE", "sector-code": "CLUSTER_SECTOR_CODE",
        "sector": "CLUSTER_SECTOR_NAME",
    }  # fmt: skip


def test_the_headers_of_the_nigerian_file() -> None:
    found = threew(
        "Organization,Org. Acronym,Type of Organization,Operation Type,Project Sector,Activities,Status,State,"
        "State Pcode,LGA,LGA PCode,isHRP,Response Type,Month,Year"
    )
    assert found == {
        "org": "Organization", "acronym": "Org. Acronym", "type": "Type of Organization", "sector": "Project Sector",
        "activity": "Activities", "status": "Status", "adm1": "State", "adm1-code": "State Pcode", "adm2": "LGA",
        "adm2-code": "LGA PCode", "month": "Month", "year": "Year",
    }  # fmt: skip


@pytest.mark.parametrize(
    "headers",
    [
        "Nom de l'organisation,Sigle,Secteur,Région,Code Région,Statut,Bénéficiaires",
        "Nombre de la organización,Sigla,Sector,Región,Código de Región,Estado de la actividad,Población meta",
        "Nome da organização,Sigla,Setor,Região,Código da Região,Situação,População",
        "NGO name,Acronym,Cluster,Region,Region PCode,Activity Status,Target group",
    ],
)
def test_four_languages_say_the_same(headers: str) -> None:
    found = threew(headers, "a,b,c,d,e,f,women")
    assert list(found) == ["org", "acronym", "sector", "region", "region-code", "status", "population"]


def test_numbered_levels_and_people() -> None:
    found = threew("admin1Name_en,admin1Pcode,ADM2_EN,ADM2_PCODE,Lead Organization,Implementing Partner,Donor,"
                   "Cluster,Start Date,End Date,# of people reached,People in need,Targeted")  # fmt: skip
    assert list(found) == [
        "adm1", "adm1-code", "adm2", "adm2-code", "org", "implementer", "funder", "sector", "start", "end", "reached",
        "need", "capacity",
    ]  # fmt: skip


def test_hashtags_say_what_headers_do_not_whatever_their_order_case_and_spaces() -> None:
    found = threew(
        "Who,What,Q1,Q2,Q3,Paid by,Kind,N",
        "#ORG +Name,#sector +cluster +name,#adm1 + code,#adm2+name,#adm2+code,#org+funder,#org +name +type,#inneed +f",
        "a,b,c,d,e,f,g,1",
    )
    assert found == {
        "org": "Who", "sector": "What", "adm1-code": "Q1", "adm2": "Q2", "adm2-code": "Q3", "funder": "Paid by",
        "type": "Kind", "need": "N",
    }  # fmt: skip


def test_a_count_of_beneficiaries_is_no_kind_of_people() -> None:
    assert "population" not in threew("org,sector,state,Beneficiaries", "a,b,c,120", "a,b,c,7")
    assert threew("org,sector,state,Beneficiaries", "a,b,c,women")["population"] == "Beneficiaries"


def test_two_kinds_of_area_never_share_a_level() -> None:
    table = grid("Org,Sector,State,County,Commune,ADM3")
    columns, levels = threew_columns.find_columns(table, Reading())
    used = [levels[place] for place in ("adm1", "adm2", "adm3") if place in columns.index]
    assert len(used) == len(set(used)) == 3
    assert used[0] == "province"


def table(headers: str, wanted: dict[str, str] | None = None) -> dict[str, str]:
    columns = table_columns.find_columns(grid(headers), Reading(wanted or {}))
    return {field: headers.split(",")[at] for field, at in columns.index.items()}


@pytest.mark.parametrize(
    "headers",
    [
        "Name of NGO,Acronym,Type,Thematic area,Target group,Address,Town,Country,Area served,Telephone,E-mail,Website",
        "Nom de l'ONG,Sigle,Catégorie,Thématique,Groupe cible,Adresse,Ville,Pays,Zone d'intervention,Tel,Courriel,"
        "Site web",
        "Nombre de la ONG,Siglas,Tipo,Temas,Población meta,Dirección,Ciudad,País,Zona de intervención,Teléfono,Correo,"
        "Sitio web",
        "Nome da ONG,Sigla,Tipo,Área de atuação,Público alvo,Endereço,Cidade,País,Área de abrangência,Telefone,Mail,Site",
    ],
)
def test_a_directory_in_four_languages(headers: str) -> None:
    fields = [
        "name", "acronym", "kind", "issues", "populations", "address", "place", "country", "serves", "phone", "email",
        "website",
    ]  # fmt: skip
    assert sorted(table(headers)) == sorted(fields)


def test_the_organization_is_preferred_to_a_bare_name_which_may_be_a_contacts() -> None:
    assert table("Name,Organization,Phone")["name"] == "Organization"


def test_remarks_in_brackets_do_not_hide_a_header() -> None:
    assert table("Name,Annual budget (KES),Phone (office)") == {
        "name": "Name", "budget": "Annual budget (KES)", "phone": "Phone (office)",
    }  # fmt: skip


def test_area_is_where_they_work_except_in_our_own_export() -> None:
    assert table("Name,Area")["serves"] == "Area"
    assert table("name,handle,kind,area")["area"] == "area"


def test_a_column_that_is_said_wins_and_frees_the_one_that_was_guessed() -> None:
    assert table("Name,Who", {"who": "name"}) == {"name": "Who"}
    assert table("Name,Type", {"Type": "ignore"}) == {"name": "Name"}
    assert table("Name,Theme", {"Theme": "issue"}) == {"name": "Name", "issues": "Theme"}
    assert table("Name,Reg", {"Reg": "id:KE-NGC"}) == {"name": "Name", "id:KE-NGC": "Reg"}


@pytest.mark.parametrize("wanted", [{"Nmae": "name"}, {"Name": "nmae"}, {"Name": "name", "Type": "name"}])
def test_wrong_columns_and_fields_are_usage_errors(wanted: dict[str, str]) -> None:
    with pytest.raises(UsageError) as caught:
        table("Name,Type", wanted)
    assert caught.value.hint


def test_what_is_not_understood_is_said_to_be_ignored() -> None:
    columns = table_columns.find_columns(grid("Name,Favourite colour"), Reading())
    assert columns.taken == {"Name": "name", "Favourite colour": "ignored"}


def test_the_columns_of_a_file_of_rejected_rows_are_passed_over() -> None:
    columns = table_columns.find_columns(grid("Name,line,reason"), Reading())
    assert columns.index == {"name": 0}


def test_a_directory_in_arabic() -> None:
    headers = "اسم المنظمة,النوع,مجال العمل,الفئة المستهدفة,العنوان,المدينة,الهاتف,البريد الإلكتروني,الموقع الإلكتروني,جهة الاتصال"
    fields = ["name", "kind", "issues", "populations", "address", "place", "phone", "email", "website", "contact"]
    assert list(table(headers)) == fields


def test_a_3w_in_arabic() -> None:
    assert list(threew("اسم المنظمة,القطاع,المحافظة,المديرية,الحالة,عدد المستفيدين")) == [
        "org", "sector", "adm1", "adm2", "status", "reached",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("headers", "fields"),
    [
        ("Name,Contact person,Position,Contact e-mail,Contact phone", "name contact contact_title contact_email contact_phone"),
        ("Nom,Personne de contact,Fonction,Courriel contact", "name contact contact_title contact_email"),
        ("Nombre,Persona de contacto,Cargo,Teléfono de contacto", "name contact contact_title contact_phone"),
        ("Nome,Pessoa de contato,Cargo,Telefone de contato", "name contact contact_title contact_phone"),
        ("Name,Executive Director", "name head"),
        ("Name,Contact e-mail,Contact number", "name email phone"),
    ],
)
def test_people_and_how_to_reach_them(headers: str, fields: str) -> None:
    assert sorted(table(headers)) == sorted(fields.split())


def test_a_contact_that_is_an_address_is_no_person() -> None:
    found = table_columns.find_columns(grid("Name,Contact", "A,a@b.example", "B,+254 700 000"), Reading())
    assert found.taken["Contact"] == "ignored"


def test_headers_that_may_be_missing_are_no_error() -> None:
    wanted = Reading({"Who": "name", "Gone": "ignore"}, optional=frozenset({"gone"}))
    assert table_columns.find_columns(grid("Who,Type"), wanted).index == {"name": 0, "kind": 1}


def test_samples_are_the_first_thing_below_each_header() -> None:
    found = sample_of(grid("Name,Notes,Empty", "A,,", "B," + "long " * 20 + ",N/A"))
    assert found["Name"] == "A"
    assert found["Notes"].endswith("…")
    assert len(found["Notes"]) <= 40
    assert "Empty" not in found
