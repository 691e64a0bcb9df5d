from hypothesis import given, settings
from hypothesis import strategies as st

from tests.text.source.reading import read
from videolecture.text import source
from videolecture.text.source.glued import LONGEST


def test_words_whose_spaces_were_lost_are_found_and_named() -> None:
    found = read("Глава первая. " + "лекцияпофизике" * 80 + " и всё.")
    assert found.spoken.startswith("глава первая. лекция по физике лекция по физике")
    assert "«лекцияпофизикеле… (1,120 letters)» (line 1)" in found.warnings


def test_shorter_glued_words_are_taken_apart_only_where_words_fill_them() -> None:
    assert (
        read("Это электрическийтоквпроводникахпервогорода.").spoken
        == "это электрический ток в проводниках первого рода."
    )
    long = "Высококвалифицированному тетрагидропиранилциклопентилтетрагидропиридопиридиновые человеконенавистничество."
    found = read(long)
    assert found.spoken == long.lower()
    assert not found.warnings


def test_what_no_dictionary_knows_is_read_in_parts() -> None:
    assert max(map(len, read("Слово " + "щукабдг" * 500 + ".").spoken.split())) < 40
    found = read("Hello " + "lectureonphysics" * 100 + ".", "en")
    assert max(map(len, found.spoken.split())) < 40
    assert "(1,600 letters)» (line 1)" in found.warnings


def test_digits_without_end_are_each_said() -> None:
    assert read("Число 3," + "14159" * 40 + ".").spoken.count("четыре") == 40


def test_encoded_data_is_left_out_and_named() -> None:
    found = read("Раз data:image/png;base64," + "iVBORw0KGgo" * 40 + " два.")
    assert found.spoken == "раз два."
    assert "Encoded data, left out" in found.warnings


def test_rows_of_one_sign_or_letter_are_short() -> None:
    assert read("А-а" + "а" * 5000 + "!" * 5000).spoken == "а-ааа!!!"


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet="абвxyz12.-_/$[]%²\u0301 \n", max_size=2000), st.sampled_from(("ru", "en")))
def test_no_word_is_longer_than_a_bound(text: str, language: str) -> None:
    made = source.slides(f"а{text}", language).slides
    assert max(len(word) for slide in made for word in slide.split()) <= LONGEST


def test_chinese_is_not_taken_for_a_glued_word() -> None:
    found = read("电流" * 200 + "。", "zh")
    assert not found.warnings
    assert found.spoken.count("电") == found.spoken.count("流") == 200
