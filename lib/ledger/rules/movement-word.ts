const words: Readonly<Record<string, string>> = {
  purchase: "Credits bought",
  usage: "Usage",
  signup_grant: "Welcome credits",
  grant: "Granted by the operator",
  correction: "Correction by the operator",
  refund: "Refund",
  dispute: "Dispute",
  dispute_won: "Dispute decided for you",
  forfeit: "Forfeited",
};

/** What a movement is called; a code that this version does not know is shown as it is. */
export function movementWord(code: string): string {
  return words[code] ?? code;
}
