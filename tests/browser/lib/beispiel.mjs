// What the tests know about the example portal: a procedure whose draft is on display on the
// portal's day, which is the display's last.

export const WORD = "Ziegelwerk";
export const PROCEDURE = "verfahren/meissen/bplan-17-altes-ziegelwerk/";
export const DISPLAY = `${PROCEDURE}05-veroeffentlichung/`;
/** Its notice on A4, and as a poster. */
export const SHEET = `${DISPLAY}bekanntmachung/`;
export const POSTER = `${SHEET}#plakat`;
/** First and last day of the display. */
export const DAYS = ["2026-04-01", "2026-05-05"];
/** A page of each kind that is built in its own way. */
export const TYPICAL = ["", "verfahren/", PROCEDURE, DISPLAY, "kreise/", "suche/", SHEET, POSTER];
