"""Sentences for measuring speech. No engine calibrates, practises or is examined with them."""

CLARITY = {
    "ru": (
        "Сегодня мы поговорим о том, как устроены живые клетки.",
        "Учёные давно заметили, что растения поворачиваются к свету.",
        "Вода закипает при ста градусах, если давление обычное.",
        "В древности люди считали, что земля плоская.",
        "Эта формула помогает быстро найти площадь круга.",
        "Вечером поезд прибыл на маленькую станцию у реки.",
    ),
    "en": (
        "Today we will talk about how living cells are built.",
        "Scientists noticed long ago that plants turn towards the light.",
        "Water boils at one hundred degrees if the pressure is normal.",
        "In ancient times people believed that the earth was flat.",
        "This formula helps us to find the area of a circle quickly.",
        "In the evening the train arrived at a small station by the river.",
    ),
}

LECTURE = {
    "ru": (
        *CLARITY["ru"],
        "Первый вопрос нашей лекции касается истории открытия.",
        "Почему же опыт удался только со второй попытки?",
        "Обратите внимание на левую часть рисунка!",
        "Скорость света в пустоте не зависит от движения источника, и это одно из главных утверждений теории.",
        "Итак, подведём итоги.",
        "Некоторые виды рыб живут на глубине, куда не проникает ни один луч солнца.",
        "Мы ещё вернёмся к этому примеру в конце занятия.",
    ),
    "en": (
        *CLARITY["en"],
        "The first question of our lecture concerns the history of the discovery.",
        "Why did the experiment succeed only at the second attempt?",
        "Look at the left part of the picture!",
        "The speed of light does not depend on the motion of its source, and this is a main claim of the theory.",
        "So, let us sum up.",
        "Some kinds of fish live so deep that not a single ray of the sun ever reaches them.",
        "We will come back to this example at the end of the lesson.",
    ),
}
