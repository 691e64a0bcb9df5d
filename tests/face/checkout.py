"""A stand-in for a SadTalker checkout: its program writes a real video as the original's does."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

# What the checkout's inference.py does as far as its caller can see: the same arguments, text on standard error, a
# video under a time stamp in the result folder.
INFERENCE = """
import argparse, os, sys, time, wave
import av, numpy as np
from PIL import Image

parser = argparse.ArgumentParser()
for name in ("driven_audio", "source_image", "result_dir"):
    parser.add_argument("--" + name)
parser.add_argument("--size", type=int, default=256)
parser.add_argument("--preprocess", default="crop", choices=["crop", "extcrop", "resize", "full", "extfull"])
parser.add_argument("--expression_scale", type=float, default=1.0)
parser.add_argument("--pose_style", type=int, default=0)
parser.add_argument("--enhancer", default=None)
parser.add_argument("--still", action="store_true")
args = parser.parse_args()
assert os.path.samefile(os.getcwd(), os.path.dirname(os.path.abspath(__file__))), "not started in the checkout"
print("args", args.size, args.preprocess, args.still, file=sys.stderr)
if args.pose_style == 13:
    sys.exit("RuntimeError: the thirteenth style is unlucky")
if args.pose_style == 15:
    for step in range(8):
        print("Face Renderer:", step, file=sys.stderr, flush=True)
        time.sleep(0.3)
if args.pose_style == 14:
    print("Can't get the coeffs of the input")
    sys.exit(0)
with wave.open(args.driven_audio) as sound:
    heard = np.frombuffer(sound.readframes(sound.getnframes()), dtype="<i2")
    seconds = len(heard) / sound.getframerate()
step = 1 + int(np.abs(heard.astype(float)).sum()) % 5
picture = np.asarray(Image.open(args.source_image).convert("RGB").resize((args.size, args.size)))
os.makedirs(args.result_dir, exist_ok=True)
path = os.path.join(args.result_dir, time.strftime("%Y_%m_%d_%H.%M.%S") + ".mp4")
with av.open(path, "w") as video:
    stream = video.add_stream("mpeg4", rate=25)
    stream.width = stream.height = args.size
    stream.pix_fmt = "yuv420p"
    for i in range(int(seconds * 25)):
        for packet in stream.encode(av.VideoFrame.from_ndarray(np.roll(picture, i * step, axis=1), format="rgb24")):
            video.mux(packet)
    for packet in stream.encode():
        video.mux(packet)
print("The generated video is named:", path)
"""


def write_checkout(folder: Path, patch: pytest.MonkeyPatch) -> Path:
    """A checkout in a new `folder`, named by the original service's settings."""
    folder.mkdir()
    (folder / "inference.py").write_text(INFERENCE, encoding="utf-8")
    patch.setenv("SAD_TALKER_PYTHON_PATH", sys.executable)
    patch.setenv("SAD_TALKER_INFERENCE", "inference.py")
    patch.setenv("SAD_TALKER_DIR_PATH", str(folder))
    return folder
