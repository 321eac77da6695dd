/** Cents as text for the payer. Everything sold here is in dollars; other currencies show their code. */
export function moneyText(cents: number, currency: string | null): string {
  const sign = cents < 0 ? "-" : "";
  const digits = String(Math.abs(cents)).padStart(3, "0");
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ",");
  const text = `${whole}.${digits.slice(-2)}`;
  return currency === "usd" || currency === null
    ? `${sign}$${text}`
    : `${sign}${text} ${currency.toUpperCase()}`;
}
