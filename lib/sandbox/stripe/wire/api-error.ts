import type Stripe from "stripe";
import type { Decline } from "./cards";

type Detail = {
  readonly code?: string;
  readonly param?: string;
  readonly declineCode?: string;
  readonly charge?: string;
  readonly paymentIntent?: Stripe.PaymentIntent;
  readonly paymentMethod?: Stripe.PaymentMethod;
  readonly type?: "invalid_request_error" | "card_error" | "idempotency_error" | "api_error";
  /** Validation errors leave the idempotency key free; an executed request uses it up. */
  readonly burnsKey?: boolean;
};

/** An error response, with Stripe's body for it. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly detail: Detail = {},
  ) {
    super(message);
  }

  body(): object {
    const { code, param, declineCode, charge, paymentIntent, paymentMethod, type } = this.detail;
    return {
      error: {
        ...(charge && { charge }),
        ...(code && { code, doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll("_", "-")}` }),
        ...(declineCode && { decline_code: declineCode }),
        message: this.message,
        ...(param && { param }),
        ...(paymentIntent && { payment_intent: paymentIntent }),
        ...(paymentMethod && { payment_method: paymentMethod }),
        type: type ?? "invalid_request_error",
      },
    };
  }
}

export function missing(what: string, id: string, param = "id"): ApiError {
  return new ApiError(404, `No such ${what}: '${id}'`, { code: "resource_missing", param });
}

export function required(param: string): ApiError {
  return new ApiError(400, `Missing required param: ${param}.`, { code: "parameter_missing", param });
}

export function invalid(message: string, param: string, code = "parameter_invalid"): ApiError {
  return new ApiError(400, message, { code, param });
}

/** A declined card: 402, with the intent's state after the decline. */
export function declined(
  decline: Decline,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
): ApiError {
  return new ApiError(402, decline.message, {
    type: "card_error",
    code: decline.code,
    declineCode: decline.declineCode,
    paymentIntent: structuredClone(intent),
    paymentMethod: structuredClone(method),
    burnsKey: true,
    ...(typeof intent.latest_charge === "string" && { charge: intent.latest_charge }),
  });
}
