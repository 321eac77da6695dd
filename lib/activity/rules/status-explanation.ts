const explanations: Readonly<Record<number, string>> = {
  400: "The provider rejected the request as invalid. Sending it again unchanged will fail again.",
  402: "The provider reported a payment problem of this installation's account with it.",
  403: "The provider did not allow the request, for example because of its content policy.",
  404: "The provider did not find the model.",
  408: "The provider did not respond in time. Try again, or use a smaller prompt.",
  413: "The request was larger than the provider accepts.",
  429: "The provider limits how many requests it accepts. Wait a moment, or allow other providers for this model.",
  500: "Something failed here after the request was sent.",
  502: "The provider failed, or its response could not be used.",
  503: "No provider of this model was available. Try again shortly.",
  504: "The provider did not respond in time. Try again, or use a smaller prompt.",
};

/** One sentence on what a failed request's status means, and what to do. */
export function statusExplanation(status: number): string {
  return (
    explanations[status] ??
    (status < 500 ? "The provider rejected the request." : "The provider failed to respond.")
  );
}
