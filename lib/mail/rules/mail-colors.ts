/** The product's colors as plain hex, because mail clients know neither CSS variables nor `oklch`. */
export type Colors = {
  readonly page: string;
  readonly card: string;
  readonly ink: string;
  readonly muted: string;
  readonly line: string;
  readonly strongLine: string;
  readonly accent: string;
  readonly accentInk: string;
};

export const light: Colors = {
  page: "#f4f2ef",
  card: "#ffffff",
  ink: "#1e1b16",
  muted: "#56524b",
  line: "#e1deda",
  strongLine: "#8f8b83",
  accent: "#21488c",
  accentInk: "#fbfcff",
};

export const dark: Colors = {
  page: "#0e0d0b",
  card: "#1d1c19",
  ink: "#efede9",
  muted: "#b4b0a9",
  line: "#34322e",
  strongLine: "#7b776f",
  accent: "#8fb4f2",
  accentInk: "#0f1a2d",
};
