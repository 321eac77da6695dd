/** A company with everything that an invoice can show. */
export const company = {
  name: "Analytical Engines Ltd",
  line1: "12 St James's Square",
  line2: "",
  city: "London",
  region: "",
  postalCode: "SW1Y 4JH",
  country: "GB",
  taxId: { type: "gb_vat", value: "GB123456789" },
  reference: "Cost center 4711",
};
