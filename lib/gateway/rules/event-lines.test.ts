import fc from "fast-check";
import { expect, test } from "vitest";
import { EventLines } from "./event-lines";

const stream = ': waiting\n\ndata: {"a":1}\r\n\r\nevent: x\ndata:{"b":"ü"}\n\ndata: [DONE]\n\n';

test("events are the same wherever the stream is split", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(stream.length)), (cuts) => {
      const places = [0, ...cuts.sort((a, b) => a - b), stream.length];
      const lines = new EventLines();
      const data = places.slice(1).flatMap((end, index) => lines.push(stream.slice(places[index], end)));
      expect([...data, ...lines.end()]).toEqual(['{"a":1}', '{"b":"ü"}', "[DONE]"]);
    }),
  );
});

test("lines may end with a single carriage return", () => {
  expect(new EventLines().push('data: {"a":1}\r\rdata: x\r')).toEqual(['{"a":1}', "x"]);
});

test("the last line counts without a line break", () => {
  const lines = new EventLines(100);
  expect([...lines.push("data: x"), ...lines.end()]).toEqual(["x"]);
});

test("a line that is too long is passed on in parts up to its end, and the lines after it count", () => {
  const lines = new EventLines(100);
  const pieces = ["data: a\n", `data: ${"y".repeat(90)}`, "y".repeat(90), "z".repeat(90), "z\ndata: b\n"];
  const data = pieces.flatMap((piece) => lines.push(piece));
  expect([data[0], data.at(-1)]).toEqual(["a", "b"]);
  const parts = data.slice(1, -1).map((part) => (typeof part === "string" ? "" : part.tooLong));
  expect(parts.join("")).toBe(`data: ${"y".repeat(180)}${"z".repeat(91)}`);
});

test("a comment that is too long is dropped up to its end", () => {
  const lines = new EventLines(100);
  const pieces = [`: ${"y".repeat(90)}`, "y".repeat(90), "y".repeat(90), "data: x\ndata: b\n"];
  expect(pieces.flatMap((piece) => lines.push(piece))).toEqual(["b"]);
});
