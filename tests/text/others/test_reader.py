"""Languages without a reader of their own, and switches between languages."""

from __future__ import annotations

import num2words
import pytest
from hypothesis import given
from hypothesis import strategies as st

from videolecture.errors import InputError
from videolecture.text import split_lecture
from videolecture.text.others.hindi import hindi
from videolecture.text.others.numbers import NUMBERED
from videolecture.text.others.reader import LANGUAGES, read_other
from videolecture.text.speaking import speak


@pytest.mark.parametrize(
    ("language", "text", "spoken"),
    [
        ("de", "Es gab 50 Soldaten.", "Es gab fünfzig Soldaten."),
        ("de", "1.234.567 Wörter", "eine Million zweihundertvierunddreißigtausendfünfhundertsiebenundsechzig Wörter."),
        ("de", "um 3,5 % mehr", "um drei Komma fünf Prozent mehr."),
        ("de", "Im Jahr 1990 und 2024.", "Im Jahr neunzehnhundertneunzig und zweitausendvierundzwanzig."),
        ("de", "10-20 km", "zehn bis zwanzig Kilometer."),
        ("de", "bei -5 °C", "bei minus fünf Grad Celsius."),
        ("de", "am 12.03.2024", "am zwölften März zweitausendvierundzwanzig."),
        ("de", "um 10:30 Uhr", "um zehn Uhr dreißig."),
        ("de", "Raum 007", "Raum null null sieben."),
        ("de", "§ 5", "Paragraf fünf."),
        ("fr", "Il y avait 1 000 000 de gens.", "Il y avait un million de gens."),
        ("fr", "3,14 et 80", "trois virgule un quatre et quatre-vingts."),
        ("es", "cuesta $20", "cuesta veinte dólares."),
        ("es", "50 % de 21", "cincuenta por ciento de veintiuno."),
        ("it", "100.000 euro", "centomila euro."),
        ("pt", "1.5 vezes", "um vírgula cinco vezes."),
        ("pl", "-3,25", "minus trzy przecinek dwa pięć."),
        ("cs", "2 & 3", "dva a tři."),
        ("sv", "år 1990 och 2005", "år nittonhundranittio och tvåtusenfem."),
        ("nl", "in 1999", "in negentien honderd negenennegentig."),
        ("tr", "%14 dolu", "yüzde ondört dolu."),  # num2words writes its numbers in one word
        ("hu", "5 alma", "öt alma."),
        ("ja", "50人います。", "五十人います。"),
        ("ko", "1,234명", "천이백삼십사 명."),
        ("ar", "٢٥ طالبا", "خمسة وعشرون طالبا."),
        ("hi", "५० सैनिक", "पचास सैनिक."),
        ("hi", "12,34,567.5", "बारह लाख चौंतीस हज़ार पाँच सौ सड़सठ दशमलव पाँच."),
        ("hi", "1,234", "एक हज़ार दो सौ चौंतीस."),
        ("zh", "有50名士兵。", "有50名士兵。"),
        ("zh", "占14%。", "占百分之14。"),
        ("fi", "50 miestä", "viisikymmentä miestä."),
        ("de", "Er sagte: „Ja“ (leise).", "Er sagte: Ja, leise."),
    ],
)  # fmt: skip
def test_numbers_and_signs_are_read(language: str, text: str, spoken: str) -> None:
    speaking = speak(text, language)
    assert speaking.sentence.spoken == spoken
    assert not speaking.warnings


def test_every_hindi_number_under_a_hundred_has_its_own_word() -> None:
    assert len({hindi(number) for number in range(100)}) == 100


def test_the_languages_of_num2words_are_those_it_has() -> None:
    for language in set(NUMBERED) - {"hi"}:
        assert num2words.num2words(21, lang=language)
    assert not {"hi", "zh"} & set(num2words.CONVERTER_CLASSES), "now it can: let it"


@given(st.text(max_size=40), st.sampled_from(LANGUAGES))
def test_any_text_is_read(text: str, language: str) -> None:
    speaking = speak(text, language)
    assert speaking == speak(text, language)


@given(
    st.text(alphabet="1234567890.,:-–' %€$ab", max_size=25),
    st.sampled_from([language for language in LANGUAGES if language in NUMBERED]),
)
def test_no_digit_is_left(text: str, language: str) -> None:
    assert not any(c.isdigit() for c in read_other(text, language))


def test_what_has_no_sound_is_told() -> None:
    speaking = speak("Ein ☃ hier.", "de")
    assert speaking.sentence.spoken == "Ein hier."
    assert "snowman" in speaking.warnings[0]


def test_sentences_end_where_their_script_ends_them() -> None:
    (slide,) = split_lecture("今日は天気です。明日も来ます！三つ目。", "ja")
    assert [s.text for s in slide.fragments[0].sentences] == ["今日は天気です。", "明日も来ます！", "三つ目。"]


def test_a_switch_inside_a_sentence_becomes_phrases_of_that_language() -> None:
    sentence = speak("Термин [lang:en]machine learning in 2020[lang:ru] означает обучение 2 машин.", "ru").sentence
    assert [(p.language, p.spoken) for p in sentence.phrases] == [
        ("", "термин,"),
        ("en", "machine learning in twenty twenty,"),
        ("", "означает обучение двух машин."),
    ]
    assert [p.pause for p in sentence.phrases] == [0.1, 0.1, 0.35]
    assert sentence.text == "Термин machine learning in 2020 означает обучение 2 машин."


def test_a_switch_holds_through_sentences_to_the_end_of_the_slide() -> None:
    first, second = split_lecture(
        "Слушайте. [lang:en]Hello there. It is 5. [/lang] Дальше. [lang:de] Ja._;Конец.", "ru"
    )
    phrases = [p for s in first.fragments[0].sentences for p in s.phrases]
    assert [(p.language, p.spoken) for p in phrases] == [
        ("", "слушайте."), ("en", "hello there."), ("en", "it is five."), ("", "дальше."), ("de", "Ja."),
    ]  # fmt: skip
    assert second.fragments[0].sentences[0].phrases[0].language == ""


def test_a_switch_to_an_unknown_language_is_refused() -> None:
    with pytest.raises(InputError, match=r"\[lang:xx\]") as caught:
        speak("Раз [lang:xx] два.", "ru")
    assert "en" in caught.value.remedy
    assert "[lang:english]" in speak("Раз [lang:english] два.", "ru").warnings[0]


@pytest.mark.parametrize(
    ("language", "written", "spoken"),
    [
        ("de", "Am 3. Oktober kam die 2. Auflage. Heute ist der 1. Mai.",
         ["Am dritten Oktober kam die zweite Auflage.", "Heute ist der erste Mai."]),
        ("de", "Siehe Nr. 5, S. 12. Heinrich VIII. war König. In Kapitel 3. Dort.",
         ["Siehe Nummer fünf, Seite zwölf.", "Heinrich der Achte war König.", "In Kapitel drei.", "Dort."]),
        ("cs", "Dne 3. května vyšla kniha. Konec.", ["Dne třetího května vyšla kniha.", "Konec."]),
        ("hu", "2024. március 5. A 20. század.",
         ["kétezer-huszonnégy március ötödike.", "A huszadik század."]),
        ("tr", "2. baskı çıktı. Son.", ["ikinci baskı çıktı.", "Son."]),
        ("fr", "Il a 21 ans. Fin.", ["Il a vingt et un ans.", "Fin."]),
    ],
)  # fmt: skip
def test_a_number_with_a_full_stop_is_an_ordinal_where_the_language_writes_so(
    language: str, written: str, spoken: list[str]
) -> None:
    (slide,) = split_lecture(written, language)
    assert [sentence.spoken for fragment in slide.fragments for sentence in fragment.sentences] == spoken
