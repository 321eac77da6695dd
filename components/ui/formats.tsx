"use client";

import { createContext, type ReactNode, useContext } from "react";
import { defaultFormats, type FormatChoice, formatsFor } from "@/lib/kernel/format";

const FormatsContext = createContext(defaultFormats);

type FormatsProviderProps = { readonly choice: FormatChoice; readonly children: ReactNode };

/** Gives the components below the formats of the viewer's account. */
export function FormatsProvider({ choice, children }: FormatsProviderProps) {
  return <FormatsContext value={formatsFor(choice)}>{children}</FormatsContext>;
}

/** The viewer's formats; American ones outside of the console, where there is no provider. */
export const useFormats = () => useContext(FormatsContext);
