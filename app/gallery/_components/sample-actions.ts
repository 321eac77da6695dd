import type { FormState } from "@/lib/kernel/form-state";

/** These run in the browser: a server action would be part of the product's surface. */
export function neverDone(): Promise<FormState> {
  return new Promise(() => {});
}

export async function succeed(): Promise<FormState> {
  return { status: "success", message: "Changes saved." };
}

export async function fail(): Promise<FormState> {
  return failedForm;
}

/** A form that was rejected because of two fields. */
export const rejectedForm: FormState = {
  status: "error",
  fieldErrors: { name: "Enter a name.", limit: "Enter an amount in dollars, such as 10.00." },
  values: { name: "", limit: "ten" },
};

/** A form whose action threw. */
export const failedForm: FormState = {
  status: "error",
  message: "Something went wrong. Nothing was changed.",
  requestId: "req-0193a7c8-5b1e-7f0a-9c3d-2e4f6a8b0c1d",
};
