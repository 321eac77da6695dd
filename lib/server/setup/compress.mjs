// Compresses the built scripts and styles once, as small as Brotli can make them.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";

const compress = promisify(brotliCompress);
const source = ".next/static";
const target = ".next/compressed";

/** Writes `.next/compressed/{path}.br` for every script and style of the build. */
export async function compressBuild() {
  rmSync(target, { recursive: true, force: true });
  const names = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((name) =>
    /\.(?:js|css)$/.test(name),
  );
  await Promise.all(
    names.map(async (name) => {
      const text = readFileSync(path.join(source, name));
      const params = {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
      };
      const file = path.join(target, `${name}.br`);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, await compress(text, { params }));
    }),
  );
}
