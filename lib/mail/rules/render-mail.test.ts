import { expect, it } from "vitest";
import { renderMail } from "./render-mail";

const mail = {
  kind: "key_created" as const,
  recipient: "ada@example.com",
  subject: "A key\r\nBcc: everyone@example.com",
  from: "Counterfoil",
  paragraphs: ['The key "<script>alert(1)</script>" was made.'],
  link: { label: "Keys", url: "http://localhost:3000/keys?a=1&b=2" },
};

it("names chosen by users never become markup or a header", () => {
  const written = renderMail(mail);
  expect(written.html).not.toContain("<script>");
  expect(written.subject).toBe("A key Bcc: everyone@example.com");
});

it("the text part is complete by itself", () => {
  const { text } = renderMail(mail);
  expect(text).toContain("http://localhost:3000/keys?a=1&b=2");
  expect(text).not.toContain("&amp;");
});
