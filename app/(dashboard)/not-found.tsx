import { NotThere } from "@/components/product/not-there";

/** The frame stays, so that everything else is within reach. */
export default function DashboardNotFound() {
  return <NotThere />;
}
