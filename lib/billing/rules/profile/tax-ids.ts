type TaxIdKind = {
  /** Stripe's name of it. */
  readonly type: string;
  /** Begins with the country, by which a list is searched. */
  readonly label: string;
  readonly example: string;
  /** The form after `plain`. */
  readonly form: RegExp;
  /** As Stripe takes it, from the plain form; without it, the plain form itself. */
  readonly written?: (plain: string) => string;
};

const euPrefixes = "AT|BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK|XI";

/** The kinds that businesses usually have. Stripe knows more; those are rare among buyers. */
const kinds: readonly TaxIdKind[] = [
  { type: "au_abn", label: "Australia: ABN", example: "12345678912", form: /^\d{11}$/ },
  {
    type: "br_cnpj",
    label: "Brazil: CNPJ",
    example: "01.234.456/5432-10",
    form: /^\d{14}$/,
    written: (plain) => plain.replace(/(..)(...)(...)(....)(..)/, "$1.$2.$3/$4-$5"),
  },
  { type: "ca_bn", label: "Canada: BN", example: "123456789", form: /^\d{9}$/ },
  { type: "ca_gst_hst", label: "Canada: GST/HST", example: "123456789RT0002", form: /^\d{9}RT\d{4}$/ },
  {
    type: "eu_vat",
    label: "European Union: VAT",
    example: "DE123456789",
    form: new RegExp(`^(${euPrefixes})[0-9A-Z]{8,12}$`),
  },
  { type: "hk_br", label: "Hong Kong: BR", example: "12345678", form: /^\d{8}$/ },
  { type: "in_gst", label: "India: GST", example: "12ABCDE3456F1ZH", form: /^\d{2}[A-Z0-9]{13}$/ },
  { type: "il_vat", label: "Israel: VAT", example: "123456789", form: /^\d{9}$/ },
  { type: "jp_cn", label: "Japan: corporate number", example: "1234567891234", form: /^\d{13}$/ },
  { type: "jp_trn", label: "Japan: registration number", example: "T1234567891234", form: /^T\d{13}$/ },
  { type: "mx_rfc", label: "Mexico: RFC", example: "ABC010203AB9", form: /^[A-ZÑ&]{3,4}\d{6}[A-Z0-9]{3}$/ },
  { type: "nz_gst", label: "New Zealand: GST", example: "123456789", form: /^\d{8,9}$/ },
  { type: "no_vat", label: "Norway: VAT", example: "123456789MVA", form: /^\d{9}MVA$/ },
  { type: "sg_gst", label: "Singapore: GST", example: "M12345678X", form: /^[A-Z0-9]{9,10}$/ },
  { type: "sg_uen", label: "Singapore: UEN", example: "123456789F", form: /^[0-9A-Z]{9,10}$/ },
  { type: "za_vat", label: "South Africa: VAT", example: "4123456789", form: /^4\d{9}$/ },
  {
    type: "kr_brn",
    label: "South Korea: BRN",
    example: "123-45-67890",
    form: /^\d{10}$/,
    written: (plain) => plain.replace(/(...)(..)(.....)/, "$1-$2-$3"),
  },
  {
    type: "ch_vat",
    label: "Switzerland: VAT",
    example: "CHE-123.456.789 MWST",
    form: /^CHE\d{9}(MWST|TVA|IVA)$/,
    written: (plain) => plain.replace(/CHE(...)(...)(...)(.+)/, "CHE-$1.$2.$3 $4"),
  },
  { type: "tw_vat", label: "Taiwan: VAT", example: "12345678", form: /^\d{8}$/ },
  { type: "tr_tin", label: "Türkiye: TIN", example: "0123456789", form: /^\d{10}$/ },
  { type: "ae_trn", label: "United Arab Emirates: TRN", example: "123456789012345", form: /^\d{15}$/ },
  {
    type: "gb_vat",
    label: "United Kingdom: VAT",
    example: "GB123456789",
    form: /^(GB)?(\d{9}|\d{12})$/,
    written: (plain) => (plain.startsWith("GB") ? plain : `GB${plain}`),
  },
  {
    type: "us_ein",
    label: "United States: EIN",
    example: "12-3456789",
    form: /^\d{9}$/,
    written: (plain) => `${plain.slice(0, 2)}-${plain.slice(2)}`,
  },
];

const byType = new Map(kinds.map((kind) => [kind.type, kind]));

export function isTaxIdType(type: string): boolean {
  return byType.has(type);
}

/** "United States: EIN"; the type itself for one that is not in the list. */
export function taxIdLabel(type: string): string {
  return byType.get(type)?.label ?? type;
}

export const taxIdOptions = kinds.map(({ type, label }) => ({ value: type, label }));

/** "Such as DE123456789"; empty for an unknown type. */
export function taxIdExample(type: string): string {
  const kind = byType.get(type);
  return kind ? `Such as ${kind.example}` : "";
}

/**
 * A tax ID as Stripe takes it, whatever separators and case it was typed with; null when it does not have the form of
 * its type. Whether it exists, only the authority knows.
 */
export function readTaxId(type: string, typed: string): string | null {
  const kind = byType.get(type);
  const plain = typed.toUpperCase().replace(/[\s./-]/g, "");
  if (!kind?.form.test(plain)) return null;
  return kind.written?.(plain) ?? plain;
}
