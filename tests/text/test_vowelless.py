import pytest

from videolecture.text.speaking import speak


@pytest.mark.parametrize(
    ("language", "written", "spoken", "named"),
    [
        ("ru", "Файл хтм открыт.", "файл ха тэ эм открыт.", "хтм"),
        ("ru", "По ддрр. шла речь.", "по дэ дэ эр эр шла речь.", "ддрр"),
        ("en", "The html file is open.", "the h t m l file is open.", "html"),
        ("en", "Use xqz. in full.", "use x q z in full.", "xqz"),
        ("es", "Usa xcv. bien.", "Usa equis ce uve bien.", "xcv"),
        ("it", "Un sms breve.", "Un esse emme esse breve.", "sms"),
    ],
)
def test_a_word_without_vowels_is_spelled_and_reported(language: str, written: str, spoken: str, named: str) -> None:
    said = speak(written, language)
    assert said.sentence.spoken == spoken
    assert len(said.warnings) == 1
    assert f"«{named}»" in said.warnings[0]


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("ru", "Хм, тсс, он в саду."),
        ("ru", "Масса 5 кг, НДС и МГУ."),
        ("ru", "[say:ГТД|гтд] готов."),
        ("en", "Hmm, shh, the nth time."),
        ("en", "NASA, HTML and 5 kg."),
        ("es", "Hm, el PDF, en km/h y 5 kWh."),
        ("it", "Mm, gl'italiani e il PDF."),
        ("de", "5 km und z.B. dtv"),
    ],
)
def test_interjections_units_acronyms_and_what_the_author_says_are_not_reported(language: str, written: str) -> None:
    assert not speak(written, language).warnings


@pytest.mark.parametrize(
    ("language", "written", "spoken"),
    [
        ("es", "El ADN, la ONU, TRES y la CPU.", "El a de ene, la ONU, TRES y la ce pe u."),
        ("it", "Il DNA, lo SPID, la CGIL, la FIAT.", "Il di enne a, lo SPID, la ci gi i elle, la FIAT."),
    ],
)
def test_acronyms_that_are_no_words_of_the_language_are_spelled(language: str, written: str, spoken: str) -> None:
    assert speak(written, language).sentence.spoken == spoken
