import { isValidElement, type ReactNode } from "react";
import { expect, it, vi } from "vitest";
import { testEnvironment } from "@/lib/testing/environment";

/** The text of elements that server components without state return. */
function textOf(node: ReactNode): string {
  if (Array.isArray(node)) return node.map(textOf).join("");
  if (!isValidElement<{ children?: ReactNode }>(node)) return typeof node === "string" ? node : "";
  if (typeof node.type !== "function") return textOf(node.props.children);
  return textOf((node.type as (props: object) => ReactNode)(node.props));
}

async function contacts(configured: Record<string, string>) {
  Object.assign(process.env, testEnvironment, { DATABASE_URL: "postgresql://127.0.0.1/x", ...configured });
  vi.resetModules();
  const { Contact, PostalAddress, SupportLine } = await import("./_components/contact");
  const one = (kind: "support" | "privacy" | "security") => textOf(Contact({ kind, lead: "For questions," }));
  return { one, address: textOf(PostalAddress()), line: textOf(SupportLine({ lead: "Questions:" })) };
}

it("pages name the configured contact of each kind and the postal address, or say that there is none", async () => {
  const { one, address, line } = await contacts({
    SUPPORT_EMAIL: "help@console.example",
    PRIVACY_EMAIL: "privacy@console.example",
    SECURITY_EMAIL: "",
    POSTAL_ADDRESS: "Console Ltd|London",
  });
  expect(one("support")).toBe("For questions, write to help@console.example.");
  expect(one("privacy")).toBe("For questions, write to privacy@console.example.");
  expect(one("security")).toBe("For questions, the operator of this installation has named no contact.");
  expect(line).toBe("Questions: write to help@console.example.");
  expect(address).toBe("Console Ltd\nLondon");
  const none = await contacts({ SUPPORT_EMAIL: "", PRIVACY_EMAIL: "", POSTAL_ADDRESS: "" });
  expect(none.one("support")).toContain("has named no contact");
  expect([none.address, none.line]).toEqual(["", ""]);
});
