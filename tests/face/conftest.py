"""The published implementation's results were computed with AVX2: the comparison is made with the same instructions."""

from __future__ import annotations

import os

# With AVX-512 oneDNN adds up in another order, and the keypoints' steep softmax amplifies that to 3.5e-5 (against fp64,
# AVX2 is off by 3.9e-5 and AVX-512 by 1.0e-5). It is read when the first convolution of the process runs: after this.
os.environ.setdefault("ONEDNN_MAX_CPU_ISA", "AVX2")
