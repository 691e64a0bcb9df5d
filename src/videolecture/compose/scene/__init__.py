"""One scene: the face on its slide as a layout arranges them, with marks and subtitles, encoded so that it joins."""
