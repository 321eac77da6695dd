import { expect, it } from "vitest";
import { parseEnv } from "@/lib/config/env";
import { testEnvironment } from "@/lib/testing/environment";
import { paymentMethods, paymentMethodsText } from "./payment-methods";

it("names the offered methods as a sentence does", () => {
  expect(paymentMethodsText(paymentMethods)).toBe("card, Alipay, or stablecoin");
  expect(paymentMethodsText(["card", "crypto"])).toBe("card or stablecoin");
  expect(paymentMethodsText(["alipay"])).toBe("Alipay");
});

it("reads the offered methods in any order, each once", () => {
  const read = (text?: string) =>
    parseEnv({
      ...testEnvironment,
      DATABASE_URL: "postgresql://127.0.0.1/x",
      ...(text && { PAYMENT_METHODS: text }),
    }).paymentMethods;
  expect(read()).toEqual(["card", "alipay", "crypto"]);
  expect(read("crypto, card")).toEqual(["card", "crypto"]);
  expect(read("card card")).toEqual(["card"]);
});
