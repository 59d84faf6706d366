package live.roomkit.store.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import live.roomkit.channel.ChannelType;
import live.roomkit.inbox.InboxCursor;
import live.roomkit.inbox.InboxQuery;
import live.roomkit.room.RoomStatus;
import live.roomkit.store.postgres.EveryOperation.Step;
import org.jspecify.annotations.Nullable;

/** Reads every kind of inbox, for {@link EveryOperation}. */
final class Inboxes {

    private static final String PERSON = "looks at the rooms of the person; listInbox says so";

    /** One query for each kind of owner, with a reader. */
    static final List<InboxQuery> QUERIES = List.of(
            InboxQuery.ofChannel("sms-7").organizationId("org-7"),
            InboxQuery.ofParticipant("person-7").readBy("sms-7").statuses(RoomStatus.ACTIVE),
            InboxQuery.ofIdentity("identity-7").readBy("sms-7"),
            InboxQuery.ofOrganization("org-7").readBy("ai-main"));

    private Inboxes() {}

    static List<Step> on(LargeDataset data) {
        List<Step> steps = new ArrayList<>();
        InboxQuery channel = InboxQuery.ofChannel("ai-main").organizationId("org-big");
        InboxQuery agent = InboxQuery.ofParticipant("agent-1").readBy("ai-main").organizationId("org-big");
        InboxQuery organization = InboxQuery.ofOrganization("org-big");
        step(steps, "a channel of many rooms", PERSON, channel, data);
        step(steps, "a channel of many rooms in a state", PERSON, channel.statuses(RoomStatus.CLOSED), data);
        step(steps, "a participant of many rooms", PERSON, agent, data);
        step(steps, "a participant of many rooms in a state", PERSON, agent.statuses(RoomStatus.CLOSED), data);
        step(steps, "a channel of some rooms", PERSON, InboxQuery.ofChannel("sms-7"), data);
        step(steps, "a participant", null, InboxQuery.ofParticipant("person-7").readBy("sms-7"), data);
        step(steps, "an identity", null, InboxQuery.ofIdentity("identity-7").readBy("sms-7"), data);
        step(steps, "an organization", null, organization, data);
        step(steps, "an organization in a state", null, organization.statuses(RoomStatus.CLOSED), data);
        step(
                steps,
                "an organization with a reader",
                null,
                organization.readBy("ai-main").limit(10),
                data);
        step(steps, "a small organization", null, InboxQuery.ofOrganization("org-7"), data);
        totals(steps, "a participant", InboxQuery.ofParticipant("person-7").readBy("sms-7"));
        totals(steps, "a channel", InboxQuery.ofChannel("sms-7").organizationId("org-7"));
        totals(steps, "an identity", InboxQuery.ofIdentity("identity-7").readBy("sms-7"));
        steps.add(new Step(
                "total the inbox of an organization",
                "looks at each room of the organization; getInboxTotals says so",
                store -> store.getInboxTotals(InboxQuery.ofOrganization("org-7").readBy("ai-main"))));
        InboxQuery person = InboxQuery.ofParticipant("person-7").readBy("sms-7");
        list(steps, "unread rooms of a participant", person.unreadOnly(true));
        list(steps, "a participant by type", person.channelType(ChannelType.SMS));
        list(steps, "a participant by metadata", person.metadata(Map.of("topic", "topic-7")));
        return steps;
    }

    private static void step(
            List<Step> steps, String name, @Nullable String reason, InboxQuery query, LargeDataset data) {
        InboxCursor middle =
                new InboxCursor(data.createdAt(data.rooms() / 2), data.room(data.rooms() / 2), query.fingerprint());
        steps.add(new Step("list the inbox of " + name, reason, store -> store.listInbox(query)));
        steps.add(new Step("page the inbox of " + name, reason, store -> store.listInbox(query.after(middle))));
    }

    private static void list(List<Step> steps, String name, InboxQuery query) {
        steps.add(new Step("list the inbox: " + name, null, store -> store.listInbox(query)));
    }

    private static void totals(List<Step> steps, String name, InboxQuery query) {
        steps.add(new Step("total the inbox of " + name, null, store -> store.getInboxTotals(query)));
    }
}
