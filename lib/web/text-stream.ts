/** A download of texts as they are made. An error aborts it, so that a short file does not look complete. */
export function textStream(parts: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return stream(parts, (text) => encoder.encode(text));
}

/** The same for bytes. */
export function byteStream(parts: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return stream(parts, (bytes) => bytes);
}

function stream<Part>(
  parts: AsyncGenerator<Part>,
  toBytes: (part: Part) => Uint8Array,
): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await parts.next();
      if (done) controller.close();
      else controller.enqueue(toBytes(value));
    },
    async cancel() {
      await parts.return(undefined);
    },
  });
}
