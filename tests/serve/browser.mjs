// The pages in a real browser: node browser.mjs http://127.0.0.1:PORT FOLDER_FOR_PICTURES, with PLEDGEGRAPH_NODE and PLEDGEGRAPH_CHROMIUM.
// Each line printed names what worked. Console errors, refused resources and failed requests end the run.
import { createRequire } from "node:module";

const require = createRequire(`${process.env.PLEDGEGRAPH_NODE}/`);
const { default: puppeteer } = await import(require.resolve("puppeteer-core"));
const [server, folder] = process.argv.slice(2);
const browser = await puppeteer.launch({
  executablePath: process.env.PLEDGEGRAPH_CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu", "--hide-scrollbars"],
});
const wrong = [];

async function open(javascript = true, width = 1200) {
  const page = await browser.newPage();
  await page.setJavaScriptEnabled(javascript);
  await page.setViewport({ width, height: 850 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "light" }, { name: "prefers-reduced-motion", value: "reduce" }]);
  // A query with a mistake is meant to answer 400; the browser reports that as an error of the console.
  page.on("console", (message) => {
    if (message.type() === "error" && !/status of 400/.test(message.text())) wrong.push(`${page.url()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => wrong.push(`${page.url()}: ${error}`));
  page.on("requestfailed", (request) => {
    // A new letter makes an answer for the last one useless; leaving a page ends what it was loading.
    if (request.failure().errorText !== "net::ERR_ABORTED") wrong.push(`${request.url()}: ${request.failure().errorText}`);
  });
  return page;
}

function worked(what, condition) {
  if (!condition || wrong.length) {
    console.error(`failed: ${what}\n${wrong.join("\n")}`);
    process.exit(1);
  }
  console.log(`worked: ${what}`);
}

const text = (page, selector) => page.$eval(selector, (element) => element.textContent);
const follow = (page, target) => Promise.all([page.waitForNavigation(), typeof target === "string" ? page.click(target) : target.click()]);
const picture = (page, name) => page.screenshot({ path: `${folder}/${name}.webp`, type: "webp", quality: 72 });
const background = (page) => page.$eval("body", (body) => getComputedStyle(body).backgroundColor);
const fits = (page) => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

const page = await open();
await page.goto(server);
worked("the front page has announcements", (await page.$$("main ul li a")).length > 5);
await page.type("#q", "european inv");
await page.waitForSelector("#names option");
worked("the search completes names", /European Investment Bank/.test(await page.$eval("#names", (list) => list.innerHTML)));
await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
await follow(page, ".results a");
worked("an entity has its totals", /Totals that count nothing twice/.test(await text(page, "main")) && (await page.$("svg .self")) !== null);
await picture(page, "entity");
await follow(page, "main table a[href^='/doc/funding/']");
await follow(page, ".quotes a[href*='/doc/document/']");
const fact = await page.$(".fact:target");
worked("a sum leads to its fact", fact !== null);
await (await fact.$("a[href^='#char']")).click();
const sentence = await page.waitForSelector(".text p:target");
worked("a fact leads to its highlighted sentence", (await sentence.$("a.sum")) !== null
  && (await sentence.evaluate((element) => getComputedStyle(element).backgroundColor)) !== (await background(page)));
await picture(page, "document");
await page.goto(`${server}/flows`);
worked("the Sankey is drawn", (await page.$$("svg.sankey path.flow")).length > 5 && (await page.$$("main table tbody tr")).length > 5);
await picture(page, "flows");
await page.goto(`${server}/questions/totals-per-payer`);
await page.select("#p-currency", "EUR");
await follow(page, "main form button");
const currencies = await page.$$eval("tbody td:first-child", (cells) => cells.map((cell) => cell.textContent));
worked("a question is narrowed", page.url().includes("currency=EUR") && currencies.length > 1 && currencies.every((code) => code === "EUR"));
worked("its answer is a picture and a table", (await page.$$("figure svg .bar")).length > 1);
await picture(page, "question");
await page.goto(`${server}/query`);
await page.$eval("#query", (area) => { area.value = ""; });
await page.type("#query", "SELECT * WHERE {\n  ?s a pg:Fun");
await page.waitForSelector("#completions:not([hidden]) li");
await page.keyboard.press("Enter");
worked("terms are completed", (await page.$eval("#query", (area) => area.value)).endsWith("?s a pg:Funding"));
await page.type("#query", " ;\n rdfs:label 'x' . FILTR(true) }");
await page.keyboard.press("Escape");
await follow(page, "#ask button");
worked("a mistake is shown at its place", /line 3/.test(await text(page, "#problem"))
  && (await page.$eval("#query", (area) => area.value.slice(0, area.selectionStart).split("\n").length)) === 3);
page.on("dialog", (dialog) => dialog.accept("my query"));
await page.click("#save");
worked("a query is saved", (await text(page, "#saved-list")).includes("my query"));
const light = await background(page);
await page.click("#theme");
worked("dark colours", (await background(page)) !== light);
await page.goto(`${server}/flows`);
worked("the choice of colours stays", (await background(page)) !== light);
await page.click("#theme");

const plain = await open(false, 390);
for (const path of ["/", "/search?q=bank", "/documents", "/questions", "/questions/totals-per-payer?currency=EUR", "/flows", "/timeline", "/query?query=ASK%20%7B%7D", "/ns"]) {
  const answer = await plain.goto(server + path);
  worked(`without scripts on a phone: ${path}`, answer.status() < 400 && (await text(plain, "h1")).length > 3 && (await plain.$("script:not([src])")) === null);
}
await plain.goto(`${server}/search?q=european+investment+bank`);
await follow(plain, ".results a");
worked("without scripts an entity is read", /Its sums/.test(await text(plain, "main")));
const phone = await open(true, 390);
for (const path of ["/", "/documents", "/questions/totals-per-payer", "/flows", "/timeline", "/query", new URL(plain.url()).pathname]) {
  await phone.goto(server + path);
  worked(`fits a phone: ${path}`, await fits(phone));
}
await browser.close();
