"""One scene: the face on its slide as a layout arranges them, with marks and subtitles, encoded so that it joins.

How the pipeline uses it:
1. `canvas.canvas("1080p", "landscape")`; `corners.choose(pictures, Scenery(canvas, face=photo size), wanted=None)` once
   for a deck: the corner, and the pictures of which it covers something;
2. the clip's size: `rows = layout.size_class(scene.scenery() with slide and face sizes)`; 0: no face is animated; else
   `Motion.size = canvas.longer_side(rows, photo size)`, whose frames are a third, two thirds or all of the canvas;
3. for each slide, when its fragments are spoken: `times = [(course.when(mark, captions), mark) for mark in
   fragment.marks]` for each fragment, `course.courses(slide's pictures, times of each fragment)` -> pictures and marks
   of each scene; `course.superfluous(...)` tells of a `[next]` too many;
4. burned subtitles: `burned.require(text)` while planning, `burned.cues(captions, frames, canvas)` for each fragment;
5. `description.Scene(...)`; its key is the digest of `description.identity(scene, digests)`, the clip's key where
   `rows`, and the speech's; it is plain data, which crosses to a worker in its task;
6. in a worker `composing.compose_scene(scene, out, clip=..., sound=...)`: the scene. A silent slide has no sound and
   `rests=True`: any clip of the lecture, of which the first frame is shown. Its WAV for joining: `wavs.write_silence`;
7. `[clip:...]`: in a worker `film.film_sound(film, wav)`, then `film.film_scene(film, wav, canvas, out)`.
"""
