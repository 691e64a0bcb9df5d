"""Ordinary sentences of every language, by which a voice's level is measured. They are never part of a lecture."""

from __future__ import annotations

from collections.abc import Mapping

# Without digits and abbreviations: an engine speaks them as they stand. ISO 639-1 -> sentences.
CALIBRATION: Mapping[str, tuple[str, ...]] = {
    "ru": (
        "Каждое утро учитель входит в класс и здоровается с учениками.",
        "За окном шумит дождь, но в комнате тепло и светло.",
        "Мы откроем тетради, запишем число и начнём новую тему.",
    ),
    "en": (
        "Every morning the teacher walks into the classroom and greets the students.",
        "It is raining outside, but the room is warm and full of light.",
        "Let us open our notebooks, write down the date, and begin something new.",
    ),
    "ar": (
        "يدخل المعلم إلى الصف كل صباح ويحيي التلاميذ.",
        "المطر يهطل في الخارج، لكن الغرفة دافئة ومضيئة.",
    ),
    "ca": (
        "Cada matí el mestre entra a la classe i saluda els alumnes.",
        "A fora plou, però l'habitació és càlida i plena de llum.",
    ),
    "cs": (
        "Každé ráno učitel vejde do třídy a pozdraví své žáky.",
        "Venku prší, ale v místnosti je teplo a světlo.",
    ),
    "da": (
        "Hver morgen går læreren ind i klassen og hilser på eleverne.",
        "Det regner udenfor, men stuen er varm og fuld af lys.",
    ),
    "de": (
        "Jeden Morgen betritt die Lehrerin das Klassenzimmer und begrüßt die Kinder.",
        "Draußen regnet es, aber im Zimmer ist es warm und hell.",
    ),
    "es": (
        "Cada mañana el profesor entra en el aula y saluda a los alumnos.",
        "Fuera llueve, pero la habitación es cálida y está llena de luz.",
    ),
    "fi": (
        "Joka aamu opettaja astuu luokkaan ja tervehtii oppilaita.",
        "Ulkona sataa, mutta huoneessa on lämmintä ja valoisaa.",
    ),
    "fr": (
        "Chaque matin, le professeur entre dans la classe et salue les élèves.",
        "Dehors il pleut, mais la pièce est chaude et pleine de lumière.",
    ),
    "he": (
        "בכל בוקר המורה נכנסת לכיתה ומברכת את התלמידים.",
        "בחוץ יורד גשם, אבל החדר חמים ומלא אור.",
    ),
    "hi": (
        "हर सुबह अध्यापक कक्षा में आते हैं और बच्चों का अभिवादन करते हैं।",
        "बाहर बारिश हो रही है, पर कमरा गरम और रोशन है।",
    ),
    "hu": (
        "A tanár minden reggel belép az osztályba, és köszön a diákoknak.",
        "Kint esik az eső, de a szobában meleg van és világos.",
    ),
    "id": (
        "Setiap pagi guru masuk ke kelas dan menyapa para murid.",
        "Di luar hujan, tetapi ruangan ini hangat dan terang.",
    ),
    "is": (
        "Á hverjum morgni gengur kennarinn inn í stofuna og heilsar börnunum.",
        "Það rignir úti, en herbergið er hlýtt og bjart.",
    ),
    "it": (
        "Ogni mattina il maestro entra in classe e saluta gli alunni.",
        "Fuori piove, ma la stanza è calda e piena di luce.",
    ),
    "ja": (
        "毎朝、先生は教室に入って生徒たちに挨拶します。",
        "外は雨ですが、部屋は暖かくて明るいです。",
    ),
    "ko": (
        "매일 아침 선생님은 교실에 들어와 학생들에게 인사합니다.",
        "밖에는 비가 오지만 방은 따뜻하고 밝습니다.",
    ),
    "lt": (
        "Kiekvieną rytą mokytojas įeina į klasę ir pasveikina mokinius.",
        "Lauke lyja, bet kambaryje šilta ir šviesu.",
    ),
    "lv": (
        "Katru rītu skolotājs ienāk klasē un sveicina skolēnus.",
        "Ārā līst, bet istabā ir silti un gaiši.",
    ),
    "nl": (
        "Elke ochtend komt de leraar de klas binnen en begroet de leerlingen.",
        "Buiten regent het, maar de kamer is warm en vol licht.",
    ),
    "no": (
        "Hver morgen går læreren inn i klasserommet og hilser på elevene.",
        "Det regner ute, men rommet er varmt og lyst.",
    ),
    "pl": (
        "Każdego ranka nauczyciel wchodzi do klasy i wita uczniów.",
        "Na dworze pada deszcz, ale w pokoju jest ciepło i jasno.",
    ),
    "pt": (
        "Todas as manhãs o professor entra na sala e cumprimenta os alunos.",
        "Lá fora chove, mas o quarto está quente e cheio de luz.",
    ),
    "ro": (
        "În fiecare dimineață profesorul intră în clasă și îi salută pe elevi.",
        "Afară plouă, dar camera este caldă și plină de lumină.",
    ),
    "sk": (
        "Každé ráno učiteľ vojde do triedy a pozdraví svojich žiakov.",
        "Vonku prší, ale v izbe je teplo a svetlo.",
    ),
    "sl": (
        "Vsako jutro učitelj vstopi v razred in pozdravi učence.",
        "Zunaj dežuje, toda v sobi je toplo in svetlo.",
    ),
    "sr": (
        "Сваког јутра учитељ улази у учионицу и поздравља ученике.",
        "Напољу пада киша, али је у соби топло и светло.",
    ),
    "sv": (
        "Varje morgon går läraren in i klassrummet och hälsar på eleverna.",
        "Det regnar ute, men rummet är varmt och fullt av ljus.",
    ),
    "th": (
        "ทุกเช้าครูเดินเข้ามาในห้องเรียนและทักทายนักเรียน",
        "ข้างนอกฝนตก แต่ในห้องอบอุ่นและสว่าง",
    ),
    "tr": (
        "Her sabah öğretmen sınıfa girer ve öğrencileri selamlar.",
        "Dışarıda yağmur yağıyor ama oda sıcak ve aydınlık.",
    ),
    "uk": (
        "Щоранку вчитель заходить до класу і вітається з учнями.",
        "Надворі йде дощ, але в кімнаті тепло і світло.",
    ),
    "vi": (
        "Mỗi sáng thầy giáo bước vào lớp và chào các em học sinh.",
        "Ngoài trời đang mưa, nhưng căn phòng ấm áp và sáng sủa.",
    ),
    "zh": (
        "每天早上，老师走进教室，向学生们问好。",
        "外面下着雨，但是房间里又暖和又明亮。",
    ),
}
