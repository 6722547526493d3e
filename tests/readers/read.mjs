// Reads a status page with programs that others wrote and prints what each of them understood, as one JSON object.
// node read.mjs ORIGIN: the page's documents are at the root of that origin, where readers of the format look.
import { createRequire } from 'node:module';
import ICAL from 'ical.js';
import nodeIcal from 'node-ical';
import RssParser from 'rss-parser';
import { parseAtomFeed, parseRssFeed, parseJsonFeed } from 'feedsmith';
import { parseSync as parseSvg } from 'svgson';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { readFile } from 'node:fs/promises';

const require = createRequire(import.meta.url);
const { Statuspage } = require('statuspage.io');
const { Statuspage: StatuspageJs } = require('statuspage.js');
const { StatusPageClient, maintenances: kinds } = require('@aero/statuspage');
const [origin] = process.argv.slice(2);
const text = async path => {
  const answer = await fetch(origin + path);
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  return answer.text();
};

const client = new Statuspage('any');
client.setApiUrl(origin);
const [summary, status, components, all, unresolved, maintenances, upcoming, active] = await Promise.all([
  client.api.getSummary(), client.api.getStatus(), client.api.getComponents(), client.api.incidents.getAll(), client.api.incidents.getUnresolved(),
  client.api.scheduledMaintenances.getAll(), client.api.scheduledMaintenances.getUpcoming(), client.api.scheduledMaintenances.getActive(),
]);

// The second reader of the format makes a Date of all that looks like one; it knows pages of the vendor's cloud only, so its client is shown ours.
const second = new StatuspageJs('any');
second.axios.defaults.baseURL = `${origin}/api/v2`;
const isDate = value => value instanceof Date && !Number.isNaN(value.getTime());
const [short, lists, open, windows, begun, coming] = await Promise.all([
  second.summary(), second.allIncidents(), second.unresolvedIncidents(), second.allScheduledMaintenances(), second.activeScheduledMaintenances(), second.upcomingScheduledMaintenances(),
]);
const stated = [(await second.status()).status, short.status].map(state => [state.indicator, state.description]);

// The third builds the tree of components: a part whose group is missing from the flat list ends it. It keeps the path of its last call, so each call has a client of its own.
const third = () => new StatusPageClient(origin);
const [overview, report, tree, past, unsolved] = await Promise.all([third().summary(), third().status(), third().components(), third().incidents(), third().incidents(true)]);
const planned = await Promise.all([kinds.ALL, kinds.UPCOMING, kinds.ACTIVE].map(kind => third().maintenances(kind)));

// The badge through a parser of SVG and a renderer of SVG: its size, its words, and the colour in the middle of its right end.
await initWasm(await readFile(require.resolve('@resvg/resvg-wasm/index_bg.wasm')));
const badge = await text('/badge.svg');
const drawn = new Resvg(badge).render();
const pixel = (drawn.width * 12 + drawn.width - 4) * 4;

const [atom, rss, feed, calendar] = await Promise.all(['/history.atom', '/history.rss', '/feed.json', '/maintenance.ics'].map(text));
const rssParser = new RssParser();
const events = new ICAL.Component(ICAL.parse(calendar)).getAllSubcomponents('vevent').map(part => new ICAL.Event(part));

console.log(JSON.stringify({
  statuspage: {
    page: summary.page.name,
    indicator: [summary.status.indicator, status.status.indicator],
    components: components.components.map(component => [component.name, component.status, component.group, component.group_id !== null]),
    incidents: all.incidents.map(incident => [incident.name, incident.status, incident.impact, incident.incident_updates.length]),
    unresolved: unresolved.incidents.length,
    maintenances: [maintenances, upcoming, active].map(list => list.scheduled_maintenances.length),
    dates: all.incidents.flatMap(incident => [incident.created_at, incident.started_at, incident.updated_at]).every(date => !Number.isNaN(Date.parse(date))),
  },
  statuspageJs: {
    stated,
    components: (await second.components()).components.map(component => [component.name, component.status]),
    incidents: lists.incidents.map(incident => [incident.name, incident.status, incident.impact, incident.incident_updates.length]),
    unresolved: open.incidents.length,
    maintenances: [windows, coming, begun].map(list => list.scheduled_maintenances.length),
    dates: [short.page.updated_at, ...lists.incidents.flatMap(incident => [incident.created_at, incident.updated_at, ...incident.incident_updates.map(update => update.display_at)]),
      ...windows.scheduled_maintenances.flatMap(entry => [entry.scheduled_for, entry.scheduled_until])].every(isDate),
  },
  aero: {
    stated: [overview, report].map(read => [read.page.name, read.status.indicator]),
    tree: tree.map(top => [top.name, top.status, top.children.map(child => child.name)]),
    incidents: past.map(incident => [incident.name, incident.status, incident.impact, incident.updates.map(update => update.status)]),
    unresolved: unsolved.map(incident => incident.url),
    maintenances: planned.map(list => list.length),
  },
  badge: { title: parseSvg(badge).children.find(child => child.name === 'title').children[0].value, size: [drawn.width, drawn.height], colour: [...drawn.pixels.slice(pixel, pixel + 3)] },
  feedsmith: {
    atom: parseAtomFeed(atom).entries.map(entry => entry.title.value ?? entry.title),
    rss: parseRssFeed(rss).items.map(item => item.title),
    json: parseJsonFeed(feed).items.map(item => item.title),
  },
  rssParser: { atom: (await rssParser.parseString(atom)).items.map(item => item.title), rss: (await rssParser.parseString(rss)).items.map(item => item.title) },
  icalJs: events.map(event => [event.summary, event.startDate.toJSDate().toISOString(), event.endDate.toJSDate().toISOString()]),
  nodeIcal: Object.values(nodeIcal.sync.parseICS(calendar)).filter(part => part.type === 'VEVENT').map(event => [event.summary, event.start.toISOString(), event.end.toISOString()]),
}));
