import "server-only";
import { z } from "zod";
import { db } from "@/lib/db/client";
import type { Prices } from "./rules/prices";

const amount = z
  .string()
  .regex(/^\d{1,18}$/)
  .transform(BigInt);
const storedSchema = z.object({
  prompt: amount,
  completion: amount,
  cached: amount,
  reasoning: amount,
  request: amount,
  image: amount,
});

/** The prices of a past request, by the id of its price list; null when the installation does not know the list. */
export async function findPrices(priceListId: string): Promise<Prices | null> {
  const list = await db().priceList.findUnique({ where: { id: priceListId }, select: { prices: true } });
  return list && storedSchema.parse(list.prices);
}
