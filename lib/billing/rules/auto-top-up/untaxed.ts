/** What the card and the invoices of automatic charges say when payments on Stripe's page are taxed. */
export const untaxedText =
  "Automatic charges are made without sales tax or VAT. Tax is calculated only for purchases on the payment page.";
