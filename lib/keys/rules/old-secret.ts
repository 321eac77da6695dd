/** A secret that was replaced and still works: at most one of a key. */
export type OldSecret = {
  /** "sk-or-v1-abc...123". */
  readonly label: string;
  /** When it stops working, or the whole key if that is earlier. */
  readonly endsAt: Date;
  /** When the current secret took its place. */
  readonly replacedAt: Date;
  /** Its last use since then, to within ten seconds; null when there was none. */
  readonly lastUsedAt: Date | null;
};
