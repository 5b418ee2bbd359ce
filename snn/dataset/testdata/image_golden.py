"""Makes image.json: what Pillow makes of small images, for TestResize and TestGrayscale.

torchvision's Resize and Grayscale hand PIL images to these functions. Pixels are base64, rows from the top, channels last.

    pip install pillow==11.3.0 numpy && python image_golden.py
"""
import base64
import json

import numpy as np
from PIL import Image


def b64(array):
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()


rng = np.random.default_rng(1)


def noise(height, width, channels):
    return rng.integers(0, 256, (height, width, channels), dtype=np.uint8)


def disc(height, width, channels):
    y, x = np.mgrid[0:height, 0:width]
    distance = np.hypot((y + 0.5) / height - 0.4, (x + 0.5) / width - 0.55)
    levels = np.clip((0.35 - distance) * 900, 0, 255)
    return np.stack([levels * (k + 2) / (channels + 1) for k in range(channels)], -1).astype(np.uint8)


cases = []
for draw in (noise, disc):
    for channels in (1, 3):
        for height, width, to_height, to_width in [
            (28, 28, 14, 14), (28, 28, 20, 17), (40, 30, 28, 28), (9, 10, 28, 28), (50, 40, 7, 3), (6, 1, 1, 6), (28, 28, 28, 28),
        ]:
            pixels = draw(height, width, channels)
            image = Image.fromarray(pixels[:, :, 0] if channels == 1 else pixels)
            cases.append({
                "name": f"{draw.__name__} {height}x{width}x{channels} to {to_height}x{to_width}",
                "height": height, "width": width, "channels": channels, "pixels": b64(pixels),
                "toHeight": to_height, "toWidth": to_width,
                "resized": b64(np.asarray(image.resize((to_width, to_height), Image.Resampling.BILINEAR))),
                "gray": b64(np.asarray(image.convert("L"))),
            })

with open("image.json", "w") as file:
    json.dump(cases, file, indent=0)
