"""Italian words as Kokoro reads them: by rule, and a list of what the spelling does not say.

The sounds are those of Bertinetto and Loporcaro, "The sound pattern of Standard Italian" (2005), in the signs that the
model was trained on. Stress is written on last syllables alone: it falls on the last but one, unless an ending or the
list says otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from videolecture.speech.kokoro import by_rule

LETTERS = "abcdefghijklmnopqrstuvwxyzàèéìíòóùú"
_VOWELS, _WEAK, _ACCENTED = "aeiouàèéìíòóùú", "iu", "àèéìíòóùú"
_SOUNDS = dict(zip("aeiouàèéìíòóùú", "aeiouaɛeiiɔouu", strict=True))
_WITHOUT_STRESS = """
il lo la i gli le l un uno una di d a ad da in con su per tra fra e ed o che si mi ti ci vi ne se non del dello
della dell dei degli delle al allo alla all ai agli alle dal dallo dalla dall dai dagli dalle nel nello nella nell
nei negli nelle sul sullo sulla sull sui sugli sulle c s m t v n quest come
"""
# Endings before which the stress falls on the last syllable but two, words that are no such ones, and further ones.
_EARLY = re.compile(
    r".*(?:[aeio]bil[ei]|issim[oaie]|esim[oaie]|udin[ei]|[^aeiou]ic(?:[oai]|he)|[aeio]tic(?:[oai]|he)|[aeio]nic(?:[oai]|he)|"
    r"[eo]gic(?:[oai]|he)|omic(?:[oai]|he)|eric(?:[oai]|he)|oric(?:[oai]|he)|fisic(?:[oai]|he)|usic(?:[oai]|he)|"
    r"ologo|ologi|col[oaie]|tol[oaie]|vol[oaie]|pol[oaie]|gin[ei]|mer[oiae]|ter[aei]|[^aeiou]er[eo]|omin[io]|imi|"
    r"ogen[oi]|imetr[oi]|ometr[oi]|ograf[oiae]|afor[ae])"
)
_REGULAR = """
amico amica amici amiche nemico nemica nemici antico antica antichi antiche fatica fatiche rubrica felici radici
attrici vernici pendici vedere sapere avere potere dovere volere piacere cadere tenere rimanere godere temere sedere
severo severa sincero intero davvero leggero mistero ministero impero pistola
"""
_LISTED = """
essere tavola tavole numeri camera camere lettera lettere opera opere giovane giovani ordine ordini macchina
macchine angolo angoli calcolo calcoli regola regole formula formule cellula cellule isola isole molecola molecole
anima anime ultimo ultima ultime prossimo prossima minimo minima massimo massima ottimo ottima intimo decimo albero
alberi genere generi tenero libera liberi libere cenere polvere compito subito solito gomito debito credito limite
limiti attimo metodo metodi periodo periodi sintesi analisi ipotesi genesi enfasi domenica sabato zucchero esercito
spirito merito abito semplice codice codici vertice indice indici simbolo simboli muscolo muscoli scandalo fenomeno
fenomeni termine termini fulmine carcere interprete principe celebre celebri fragile facile facili difficile
difficili utile utili simile simili mobile mobili possono parlano vogliono devono vivono scrivono leggono prendono
mettono dicono vedono credono sembrano portano chiamano trovano passano restano mostrano diventano cambiano furono
erano vennero ebbero fecero dissero persero misero presero scrissero nacquero africa america napoli genova modena
bergamo cesare atomo atomi linea aerea aereo oceano mediterraneo acido acida acidi liquido liquida solido solida
solidi rapido rapida umido timido valido stupido pallido splendido perdita vendita nascita crescita visita visite
rendita vincita
"""
_UNSTRESSED, _LATE, _ANTEPENULTIMATE = (frozenset(words.split()) for words in (_WITHOUT_STRESS, _REGULAR, _LISTED))
# Words and endings whose last «i» or «u» before a vowel is the stressed one.
_HIATUS = re.compile(
    r"(?:[^aeiou]+[iu][aeo]|.*(?:logi|grafi|sofi|nomi|metri|crazi|pati|archi|ragi|energi|teori|malatti|compagni|bugi|"
    r"allegri|libreri|farmaci|geometri|poesi|fantasi|armoni|sinfoni|galassi|periferi|batteri|batteria|razzi)[ae])$"
)
_FALLING = {"ai": "I", "au": "W", "ei": "A", "oi": "oɪ", "eu": "eʊ"}
_RULES = by_rule.rules(
    (r"sch", "sk"),
    (r"sci(?=[aeouàòù])|sc(?=[eièéì])", "ʃ"),
    (r"gli(?=[aeouàèéòù])", "ʎ"),
    (r"gl(?=i)", "ʎ"),
    (r"gn", "ɲ"),
    (r"cqu", "kkw"),
    (r"qu", "kw"),
    (r"gu(?=[aeioàèéìò])", "ɡw"),
    (r"cch", "kk"),
    (r"ggh", "ɡɡ"),
    (r"ch", "k"),
    (r"gh", "ɡ"),
    (r"cci(?=[aouàòù])|cc(?=[eièéì])", "tʧ"),
    (r"ggi(?=[aouàòù])|gg(?=[eièéì])", "dʤ"),
    (r"ci(?=[aeouàòù])|c(?=[eièéì])", "ʧ"),
    (r"gi(?=[aeouàòù])|g(?=[eièéì])", "ʤ"),
    (r"(?<=i)zz(?=a[rtzn]|er)|(?<=me)zz(?=[oaie])|(?<=a)zz(?=urr)", "dʣ"),
    (r"zz", "tʦ"),
    (r"(?<![a-zàèéìòù])z", "ʣ"),
    (r"z", "ʦ"),
    (r"s(?=[bdglmnrv])|(?<=[aeiouàèéìòù])s(?=[aeiouàèéìòù])", "z"),
    (r"n(?=[ckgq])(?!n?[cg][ei])", "ŋ"),
    (r"c|q", "k"),
    (r"g", "ɡ"),
    (r"x", "ks"),
    (r"h", ""),
    (r"y", "i"),
    (r"[bdfjklmnprstvw]", ""),  # itself
)


def sounds(word: str, before: str, following: str) -> list[tuple[int, str]]:  # noqa: ARG001 (words stand by themselves)
    """The symbols of a word of LETTERS by the places of its letters, in order."""
    return list(by_rule.sounds_of(word, _said))


def _said(word: str) -> Iterator[tuple[int, str]]:
    stressed_i = re.fullmatch(_HIATUS, word) is not None
    pieces: list[tuple[int, str, str]] = []  # place, symbols of consonants, vowel letters
    at = 0
    while at < len(word):
        # A stressed «i» after «c» or «g» is no mere sign of softness: «bugia».
        last = stressed_i and at == len(word) - 3
        if word[at] in _VOWELS:
            end = at + 1
            pieces.append((at, "", word[at]))
        else:
            symbols, end = by_rule.consonant(_RULES, word, at)
            if last and end - at == 2 and word[end - 1] == "i":
                end -= 1
            pieces.append((at, symbols, ""))
        at = end
    nuclei = _nuclei(word, [place for place, _, vowel in pieces if vowel], stressed_i)
    stressed = -1 if word in _UNSTRESSED else _stressed(word, [centre for _, centre, _ in nuclei], stressed_i)
    inside = {place: group for group in nuclei for place in range(group[0], group[2])}
    for place, symbols, vowel in pieces:
        if not vowel:
            yield place, symbols
        elif place == inside[place][0]:
            yield from _vowels(word, *inside[place], stressed)


def _nuclei(word: str, places: list[int], stressed_i: bool) -> list[tuple[int, int, int]]:
    """The groups of vowels that are one syllable's: first, centre, end."""
    groups: list[tuple[int, int, int]] = []
    for at in places:
        if groups and groups[-1][2] == at and not (stressed_i and at == len(word) - 1):
            first, centre, end = groups[-1]
            falling = word[at] in _WEAK and word[centre] not in _WEAK and end == centre + 1
            if falling and not (stressed_i and at == len(word) - 2):
                groups[-1] = first, centre, at + 1
                continue
            if word[at - 1] in _WEAK and centre == at - 1:
                groups[-1] = first, at, at + 1
                continue
        groups.append((at, at, at + 1))
    return groups


def _stressed(word: str, centres: list[int], stressed_i: bool) -> int:
    """The place of the stressed vowel; -1 in a word without vowels."""
    marked = next((at for at, letter in enumerate(word) if letter in _ACCENTED), None)
    if marked is not None or not centres:
        return -1 if marked is None else marked
    if len(centres) == 1 or word[-1] not in _VOWELS:
        return centres[-1]
    if stressed_i:
        return centres[-2]
    early = word in _ANTEPENULTIMATE or (word not in _LATE and _EARLY.fullmatch(word) is not None)
    return centres[-3] if early and len(centres) > 2 else centres[-2]


def _vowels(word: str, first: int, centre: int, end: int, stressed: int) -> Iterator[tuple[int, str]]:
    for at in range(first, centre):
        yield at, "j" if word[at] == "i" else "w"
    mark, sound = ("ˈ", _SOUNDS[word[centre]]) if centre == stressed else ("", _SOUNDS[word[centre]])
    if mark and first < centre and word[centre] in "eo":  # «piede», «buono»
        sound = {"e": "ɛ", "o": "ɔ"}[word[centre]]
    pair = word[centre:end]
    yield centre, mark + _FALLING.get(pair, sound + {"i": "ɪ", "u": "ʊ"}.get(pair[1:], ""))
