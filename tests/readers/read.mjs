// Reads a status page with programs that others wrote and prints what each of them understood, as one JSON object.
// node read.mjs ORIGIN: the page's documents are at the root of that origin, where readers of the format look.
import { createRequire } from 'node:module';
import ICAL from 'ical.js';
import nodeIcal from 'node-ical';
import RssParser from 'rss-parser';
import { parseAtomFeed, parseRssFeed, parseJsonFeed } from 'feedsmith';

const { Statuspage } = createRequire(import.meta.url)('statuspage.io');
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
  feedsmith: {
    atom: parseAtomFeed(atom).entries.map(entry => entry.title.value ?? entry.title),
    rss: parseRssFeed(rss).items.map(item => item.title),
    json: parseJsonFeed(feed).items.map(item => item.title),
  },
  rssParser: { atom: (await rssParser.parseString(atom)).items.map(item => item.title), rss: (await rssParser.parseString(rss)).items.map(item => item.title) },
  icalJs: events.map(event => [event.summary, event.startDate.toJSDate().toISOString(), event.endDate.toJSDate().toISOString()]),
  nodeIcal: Object.values(nodeIcal.sync.parseICS(calendar)).filter(part => part.type === 'VEVENT').map(event => [event.summary, event.start.toISOString(), event.end.toISOString()]),
}));
