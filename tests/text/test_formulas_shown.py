from __future__ import annotations

import pytest

from videolecture.text.formulas_shown import shown


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"Энергия $E = h\nu$ кванта", "Энергия E = hν кванта"),
        (r"$$x^2+y^2=r^2$$", "x² + y² = r²"),
        (r"$U \approx 10^8~\text{В}$", "U ≈ 10⁸ В"),
        (r"\(x = \frac{-b\pm\sqrt{b^2-4ac}}{2a}\)", "x = (−b ± √(b² − 4ac))/(2a)"),
        (r"$\int_0^1 x^2\,dx=\frac13$", "∫₀¹ x² dx = 1/3"),
        (r"$\int_0^\infty f$", "∫(0…∞) f"),
        (r"$\sum_{i=1}^{n} a_i$", "∑ᵢ₌₁ⁿ aᵢ"),
        (r"$\lim_{x\to0}\frac{\sin x}{x}=1$", "lim(x→0) (sin x)/x = 1"),
        (r"$E_{\text{кин}} = \frac{mv^2}{2}$", "E_кин = mv²/2"),
        (r"$10^{-3}$, $90^\circ$, $e^{-x^2/2}$", "10⁻³, 90°, e^(−x²/2)"),
        (r"$a\in\mathbb{R}$, $\vec F$, $\sqrt[3]{2}$", "a ∈ ℝ, F⃗, ∛2"),
        (r"$\begin{pmatrix}1&2\\3&4\end{pmatrix}$", "(1, 2; 3, 4)"),
        (r"$-5\le x\le-2$", "−5 ≤ x ≤ −2"),
        ("It costs $5 and $10.", "It costs $5 and $10."),
        ("C:\\temp", "C:\\temp"),
    ],
)
def test_tex_is_shown_in_unicode(written: str, read: str) -> None:
    assert shown(written, "ru") == read


def test_what_unicode_or_the_font_cannot_show_is_shown_in_words() -> None:
    assert shown(r"$\overline{AB}$", "en") == "a b bar"
    assert shown(r"$10^{-3}$", "en", lambda sign: sign != "⁻") == "10 to the power of minus three"
    assert "\\" not in shown(r"$\underbrace{a}_b$", "de")
