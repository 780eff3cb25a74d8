/** The colour that the text of a DOCX stands on where nothing nearer says: the page's own, or a large floating shape. */
import type { Budget } from './budget';
import { attributesOf, scanMarkup } from './markup';

/** EMU in an inch. */
const INCH = 914_400;
/** Square inches from which a filled shape may lie under a column of text: a sidebar, a banner. */
const LARGE = 3;

/** Hex of the page colour, `unknown` where a large filled shape or picture floats on the page, else undefined. */
export function pageGround(xml: string, budget: Budget): string | undefined {
  let page: string | undefined;
  let anchored = 0;
  let large = false;
  let outline = 0;
  let floating = false;
  scanMarkup(xml, budget, {
    open(name, raw, selfClosing) {
      if (name === 'w:background') page = attributesOf(raw).get('w:color');
      else if (name === 'wp:anchor') anchored++;
      else if (name === 'wp:extent' && anchored > 0) {
        const size = attributesOf(raw);
        large = (Number(size.get('cx')) / INCH) * (Number(size.get('cy')) / INCH) >= LARGE;
      } else if (name === 'a:ln' && !selfClosing) outline++;
      else if (
        anchored > 0 &&
        large &&
        outline === 0 &&
        /^(?:a:solidFill|a:gradFill|a:pattFill|pic:blipFill)$/.test(name)
      )
        floating = true;
      else if (/^v:(?:rect|shape|roundrect)$/.test(name) && /fillcolor/i.test(raw) && /position:absolute/i.test(raw))
        floating = true;
    },
    close(name) {
      if (name === 'wp:anchor') anchored--;
      if (name === 'a:ln') outline--;
    },
    text() {},
  });
  return floating ? 'unknown' : page === 'auto' ? undefined : page;
}
