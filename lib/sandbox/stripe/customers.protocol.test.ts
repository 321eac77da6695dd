import { describe, expect, it } from "vitest";
import { testStripe } from "./test-stripe";

const sandbox = testStripe();
const address = {
  city: "Berlin",
  country: "DE",
  line1: "Torstr. 1",
  line2: null,
  postal_code: "10119",
  state: null,
};

describe("customers", () => {
  it("carry a name, an address and tax IDs", async () => {
    const { stripe } = sandbox;
    const made = await stripe.customers.create({
      name: "Ada GmbH",
      address: { ...address, line2: "", state: "" },
      tax_id_data: [{ type: "eu_vat", value: "DE123456789" }],
    });
    const customer = await stripe.customers.retrieve(made.id, { expand: ["tax_ids"] });
    expect(customer).toMatchObject({
      name: "Ada GmbH",
      address,
      tax_ids: { data: [{ type: "eu_vat", value: "DE123456789", country: "DE" }] },
    });
    const changed = await stripe.customers.update(made.id, { address: "", tax_exempt: "reverse" });
    expect(changed).toMatchObject({ address: null, tax_exempt: "reverse" });
    await expect
      .poll(() => sandbox.last("customer.updated")?.data)
      .toMatchObject({ previous_attributes: { tax_exempt: "none" } });
  });

  it("get tax IDs that are verified later, and lose them", async () => {
    const { stripe } = sandbox;
    const { id } = await stripe.customers.create({});
    const vat = await stripe.customers.createTaxId(id, { type: "eu_vat", value: "DE123456789" });
    const ein = await stripe.customers.createTaxId(id, { type: "us_ein", value: "12-3456789" });
    expect(vat.verification?.status).toBe("pending");
    expect(ein.verification?.status).toBe("unavailable");
    expect((await stripe.customers.listTaxIds(id)).data.map((taxId) => taxId.id)).toEqual([ein.id, vat.id]);
    await expect.poll(sandbox.types).toContain("customer.tax_id.updated");
    expect((await stripe.customers.retrieveTaxId(id, vat.id)).verification?.status).toBe("verified");
    const unknown = await stripe.customers.createTaxId(id, { type: "eu_vat", value: "DE111111111" });
    await expect
      .poll(() => sandbox.last("customer.tax_id.updated")?.data.object)
      .toMatchObject({ id: unknown.id, verification: { status: "unverified" } });
    expect(await stripe.customers.deleteTaxId(id, vat.id)).toMatchObject({ deleted: true });
    await expect.poll(sandbox.types).toContain("customer.tax_id.deleted");
    await expect(stripe.customers.retrieveTaxId(id, vat.id)).rejects.toMatchObject({ statusCode: 404 });
    const wrong = stripe.customers.createTaxId(id, { type: "eu_vat", value: "12" });
    await expect(wrong).rejects.toMatchObject({ code: "tax_id_invalid", param: "value" });
  });
});
