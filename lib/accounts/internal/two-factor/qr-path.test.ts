import { create } from "qrcode";
import { expect, it } from "vitest";
import { qrPath } from "./qr-path";

it("the path covers exactly the dark squares", () => {
  const text = "otpauth://totp/Counterfoil:ada@example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
  const { size, path } = qrPath(text);
  const drawn = new Uint8Array(size * size);
  for (const [, x, y, width, back] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-(\d+)z/g)) {
    expect(back).toBe(width);
    drawn.fill(1, Number(y) * size + Number(x), Number(y) * size + Number(x) + Number(width));
  }
  expect(path.replace(/M\d+ \d+h\d+v1h-\d+z/g, "")).toBe("");
  const { modules } = create(text, { errorCorrectionLevel: "M" });
  expect(size).toBe(modules.size);
  expect([...drawn]).toEqual([...modules.data].map((square) => (square ? 1 : 0)));
});
