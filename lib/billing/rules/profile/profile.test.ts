import { describe, expect, it } from "vitest";
import { company } from "@/lib/testing/billing-profiles";
import { countryName, countryOptions, isCountry } from "./countries";
import { billingProfileSchema } from "./input";
import { addressLine } from "./summary";
import { readTaxId, taxIdExample, taxIdLabel, taxIdOptions } from "./tax-ids";

const { taxId: _, ...plain } = company;
const typed = { ...plain, taxIdType: "", taxIdValue: "" };

/** The fields with an error. */
function wrong(change: object): readonly string[] {
  const parsed = billingProfileSchema.safeParse({ ...typed, ...change });
  return parsed.success ? [] : parsed.error.issues.map(({ path }) => path.join("."));
}

describe("tax IDs", () => {
  it("every kind accepts its own example, however it is typed, and writes it as Stripe takes it", () => {
    for (const { value: type } of taxIdOptions) {
      const example = taxIdExample(type).replace("Such as ", "");
      expect(readTaxId(type, example), type).toBe(example);
      expect(readTaxId(type, ` ${example.toLowerCase()} `), type).toBe(example);
      expect(readTaxId(type, `${example}00000000000000`), type).toBeNull();
    }
  });

  it("of another form, or of an unknown kind, is rejected", () => {
    expect(readTaxId("eu_vat", "123456789")).toBeNull();
    expect(readTaxId("eu_vat", "US123456789")).toBeNull();
    expect(readTaxId("us_ein", "12-34567")).toBeNull();
    expect(readTaxId("xx_vat", "1")).toBeNull();
    expect(readTaxId("gb_vat", "123 4567 89")).toBe("GB123456789");
    expect(readTaxId("us_ein", "123456789")).toBe("12-3456789");
    expect(taxIdLabel("xx_vat")).toBe("xx_vat");
  });

  it("are listed by country", () => {
    const labels = taxIdOptions.map(({ label }) => label);
    expect(labels).toEqual(labels.toSorted((left, right) => left.localeCompare(right, "en-US")));
  });
});

describe("countries", () => {
  it("all have a name, by which they are sorted", () => {
    const options = countryOptions();
    expect(options).toHaveLength(249);
    expect(options.filter(({ value, label }) => value === label)).toEqual([]);
    expect(options[0]?.label).toBe("Afghanistan");
    expect([countryName("DE"), countryName("XX"), isCountry("XX")]).toEqual(["Germany", "XX", false]);
  });
});

describe("the billing profile", () => {
  it("needs a name and an address, with a postal code where tax depends on it", () => {
    expect(wrong({})).toEqual([]);
    expect(wrong({ name: " ", line1: "", city: "", country: "" })).toEqual([
      "name",
      "line1",
      "city",
      "country",
    ]);
    expect(wrong({ postalCode: "", country: "US" })).toEqual(["postalCode"]);
    expect(wrong({ postalCode: "", country: "HK" })).toEqual([]);
    expect(wrong({ reference: "x".repeat(101) })).toEqual(["reference"]);
    expect(wrong({ name: "Two\nlines" })).toEqual(["name"]);
  });

  it("has a tax ID with kind and value, or none", () => {
    expect(billingProfileSchema.parse(typed).taxId).toBeNull();
    expect(
      billingProfileSchema.parse({ ...typed, taxIdType: "eu_vat", taxIdValue: "de 123.456.789" }).taxId,
    ).toEqual({
      type: "eu_vat",
      value: "DE123456789",
    });
    expect(wrong({ taxIdType: "eu_vat" })).toEqual(["taxIdValue"]);
    expect(wrong({ taxIdValue: "DE123456789" })).toEqual(["taxIdType"]);
    expect(wrong({ taxIdType: "eu_vat", taxIdValue: "12" })).toEqual(["taxIdValue"]);
  });

  it("shows its address as one line", () => {
    expect(addressLine(typed)).toBe("12 St James's Square, London SW1Y 4JH, United Kingdom");
  });
});
