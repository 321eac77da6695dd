/** The better of our two encodings that a client takes, or null. Browsers ask for Brotli over https and on localhost. */
export function acceptedEncoding(accepted: string | undefined): "br" | "gzip" | null {
  const taken = (accepted ?? "").split(",");
  const takes = (encoding: string) =>
    taken.some((one) => {
      const [name = "", ...parameters] = one.split(";").map((part) => part.trim().toLowerCase());
      const quality = parameters.find((part) => part.startsWith("q="))?.slice(2) ?? "1";
      return name === encoding && /^(?:1(?:\.0*)?|0?\.\d*[1-9]\d*)$/.test(quality);
    });
  return takes("br") ? "br" : takes("gzip") ? "gzip" : null;
}
