import { TextField } from "@/components/ui/forms/text-field";

/** For a code from the authenticator app, or a recovery code: both consist of digits only. */
export function CodeField({
  autoFocus,
  firstCode,
}: {
  readonly autoFocus?: boolean;
  /** While the app is set up there are no recovery codes. */
  readonly firstCode?: boolean;
}) {
  return (
    <TextField
      name="factorCode"
      label="Code"
      hint={
        firstCode
          ? "Six digits that the app shows now."
          : "Six digits from your authenticator app, or a recovery code of 16 digits."
      }
      inputMode="numeric"
      autoComplete="one-time-code"
      autoCapitalize="off"
      autoCorrect="off"
      spellCheck={false}
      maxLength={32}
      autoFocus={autoFocus}
    />
  );
}
