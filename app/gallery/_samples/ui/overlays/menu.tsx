"use client";

import { Ban, Download, Pencil, Trash2 } from "lucide-react";
import { longText, longWord, Sample, sampleHref } from "@/app/gallery/_components/sample";
import { Button } from "@/components/ui/actions/button";
import { Row } from "@/components/ui/layout/stack";
import { Menu, MenuHeading, MenuItem, MenuLink, MenuSeparator } from "@/components/ui/overlays/menu";

export function MenuSamples() {
  return (
    <Sample state="Default, long text">
      <Row>
        <Menu trigger={<Button>Default</Button>} align="start">
          <MenuHeading>Production</MenuHeading>
          <MenuSeparator />
          <MenuLink href={sampleHref} icon={<Pencil aria-hidden />}>
            Rename
          </MenuLink>
          <MenuLink href={sampleHref} icon={<Download aria-hidden />} download detail="about 3.1 MB">
            Export
          </MenuLink>
          <MenuItem disabled icon={<Ban aria-hidden />}>
            Disable
          </MenuItem>
          <MenuItem tone="danger" icon={<Trash2 aria-hidden />}>
            Delete
          </MenuItem>
        </Menu>
        <Menu trigger={<Button>Long text</Button>}>
          <MenuHeading>
            <p className="break-id">{longWord}</p>
          </MenuHeading>
          <MenuLink href={sampleHref}>{longText}</MenuLink>
        </Menu>
      </Row>
    </Sample>
  );
}
