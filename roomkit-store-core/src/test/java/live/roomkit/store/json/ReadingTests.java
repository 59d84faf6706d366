package live.roomkit.store.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelCapabilities;
import live.roomkit.channel.ChannelMediaType;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.CompositeContent;
import live.roomkit.content.EditContent;
import live.roomkit.content.EventContent;
import live.roomkit.content.MediaContent;
import live.roomkit.content.RichContent;
import live.roomkit.content.RichTextFormat;
import live.roomkit.content.SystemContent;
import live.roomkit.content.TextContent;
import live.roomkit.content.ToolCallContent;
import live.roomkit.content.ToolCallOutcome;
import live.roomkit.content.UnknownContent;
import live.roomkit.content.VideoContent;
import live.roomkit.event.ChannelData;
import live.roomkit.event.EventStatus;
import live.roomkit.event.EventType;
import live.roomkit.event.RoomEvent;
import live.roomkit.identity.Identity;
import live.roomkit.participant.IdentificationStatus;
import live.roomkit.participant.Participant;
import live.roomkit.room.Room;
import live.roomkit.room.RoomStatus;
import live.roomkit.room.RoomTimers;
import live.roomkit.store.StoreException;
import live.roomkit.task.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingTests {

    private final RecordJson json = new RecordJson(RecordJson.DEFAULT_MAX_RECORD_SIZE);

    @Test
    void whatIsMissingOrNullTakesItsDefault() {
        RoomEvent event = event("'content':{'type':'text','body':'x','language':null},'status':null,'metadata':null,"
                + "'chain_depth':null,'channel_data':null,'delivery_results':null,'visibility':null,'index':null");

        assertThat(event.type()).isEqualTo(EventType.MESSAGE);
        assertThat(event.status()).isEqualTo(EventStatus.PENDING);
        assertThat(event.chainDepth()).isZero();
        assertThat(event.metadata()).isEmpty();
        assertThat(event.channelData()).isEqualTo(ChannelData.NONE);
        assertThat(read("{'channel_id':'c','room_id':'r','channel_type':'sms'}", ChannelBinding.class)
                        .capabilities())
                .isEqualTo(ChannelCapabilities.TEXT_ONLY);
        assertThat(read("{'id':'r'}", Room.class).latestIndex()).isEqualTo(-1);
    }

    @Test
    void fieldsOfANewerVersionAreIgnored() {
        Task task = read("{'id':'t','room_id':'r','priority':{'a':[1]},'title':'x'}", Task.class);

        assertThat(task.title()).isEqualTo("x");
    }

    @Test
    void aValueOfANewerVersionReadsAsThePlaceholder() {
        assertThat(read("{'id':'r','status':'frozen'}", Room.class).status()).isEqualTo(RoomStatus.UNKNOWN);
        assertThat(read("{'id':'p','room_id':'r','channel_id':'c','identification':'guessed'}", Participant.class)
                        .identification())
                .isEqualTo(IdentificationStatus.UNRECOGNIZED);
        assertThat(read("{'media_types':['text','smell']}", ChannelCapabilities.class)
                        .mediaTypes())
                .containsExactly(ChannelMediaType.TEXT, ChannelMediaType.UNKNOWN);
        assertThat(content("{'type':'rich','body':'x','format':'bbcode'}"))
                .isEqualTo(RichContent.markdown("x").toBuilder()
                        .format(RichTextFormat.UNKNOWN)
                        .build());
    }

    @Test
    void namesOfConstantsAreLowerCaseOnly() {
        assertThat(read("{'id':'r','status':'CLOSED'}", Room.class).status()).isEqualTo(RoomStatus.UNKNOWN);
    }

    @Test
    void openTypesOfADeploymentAreRead() {
        Identity identity = read("{'id':'i','channel_addresses':{'carrier_pigeon':['loft 3']}}", Identity.class);

        assertThat(identity.channelAddresses()).isEqualTo(Map.of(ChannelType.of("carrier_pigeon"), List.of("loft 3")));
        assertThat(event("'type':'house_rule','content':{'type':'text','body':'x'}")
                        .type())
                .isEqualTo(EventType.of("house_rule"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-03-01T12:30:45.5",
                "2026-03-01T12:30:45.500000Z",
                "2026-03-01T12:30:45.5+00:00",
                "2026-03-01T18:00:45.5+05:30"
            })
    void timesWithoutOffsetAreInUtcAndOthersInTheirOwn(String time) {
        assertThat(read("{'id':'t','room_id':'r','created_at':'" + time + "'}", Task.class)
                        .createdAt())
                .isEqualTo(Instant.parse("2026-03-01T12:30:45.5Z"));
    }

    @Test
    void numbersAreReadExactly() {
        Task task = read(
                "{'id':'t','room_id':'r','data':{'a':1,'b':4294967296,'c':9223372036854775809,'d':1.10,'e':1E400,"
                        + "'f':0.30000000000000004,'g':1E-400,'h':" + "9".repeat(1_000) + "}}",
                Task.class);

        assertThat(task.data())
                .containsEntry("a", 1)
                .containsEntry("b", 4_294_967_296L)
                .containsEntry("c", new BigInteger("9223372036854775809"))
                .containsEntry("d", new BigDecimal("1.10"))
                .containsEntry("e", BigInteger.TEN.pow(400))
                .containsEntry("f", new BigDecimal("0.30000000000000004"))
                .containsEntry("g", new BigDecimal("1E-400"))
                .containsEntry("h", new BigInteger("9".repeat(1_000)));
    }

    @Test
    void numbersOfContentAreExactAlsoBeforeTheType() {
        assertThat(content("{'body':'x','data':{'a':1.10,'b':9223372036854775809,'c':1E400,'d':[null,{}]},"
                        + "'type':'system'}"))
                .isEqualTo(new SystemContent(
                        "x",
                        null,
                        Map.of(
                                "a",
                                new BigDecimal("1.10"),
                                "b",
                                new BigInteger("9223372036854775809"),
                                "c",
                                BigInteger.TEN.pow(400),
                                "d",
                                Arrays.asList(null, Map.of()))));
    }

    @Test
    void theTypeOfContentMayStandAnywhere() {
        assertThat(content("{'type':'text','body':'x'}")).isEqualTo(TextContent.of("x"));
        assertThat(content("{'body':'x','type':'text'}")).isEqualTo(TextContent.of("x"));
        assertThat(content("{'body':'x','type':'text','language':'en'}")).isEqualTo(new TextContent("x", "en"));
        assertThat(content("{'new_content':{'body':'x','type':'text'},'target_event_id':'e','type':'edit'}"))
                .isEqualTo(EditContent.of("e", TextContent.of("x")));
        assertThat(content("{'parts':[{'body':'x','type':'text'}],'type':'composite'}"))
                .isEqualTo(CompositeContent.of(TextContent.of("x")));
    }

    @Test
    void contentOfAnotherKindIsKeptAndWrittenBackAsItIs() {
        RoomEvent event = event("'content':{'type':'hologram','z':{'price':1.10,'none':null},'a':[1]}");

        assertThat(event.content()).isInstanceOf(UnknownContent.class);
        assertThat(event.content().type()).isEqualTo("hologram");
        assertThat(new String(this.json.write(event), StandardCharsets.UTF_8))
                .contains("\"content\":{\"type\":\"hologram\",\"z\":{\"price\":1.10,\"none\":null},\"a\":[1]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5",
                "true",
                "'text'",
                "[]",
                "[{'type':'text'}]",
                "{}",
                "{'body':'x'}",
                "{'type':null,'body':'x'}",
                "{'type':5,'body':'x'}",
                "{'type':['text'],'body':'x'}",
                "{'type':'text'}",
                "{'type':'text','body':null}",
                "{'type':'text','body':{'a':1}}",
                "{'type':'text','body':['x']}",
                "{'type':'text','body':5}",
                "{'type':'media','url':'javascript:x','mime_type':'a/b'}",
                "{'type':'media','url':'http://x','mime_type':'a/b','size_bytes':-1}",
                "{'type':'media','url':'http://x','mime_type':'a/b','size_bytes':'1'}",
                "{'type':'media','url':'http://x','mime_type':'a/b','size_bytes':1.5}",
                "{'type':'media','url':'http://x','mime_type':'a/b','size_bytes':1E1000000}",
                "{'type':'location'}",
                "{'type':'location','latitude':1.5,'longitude':null}",
                "{'type':'location','latitude':91,'longitude':0}",
                "{'type':'location','latitude':1E400,'longitude':0}",
                "{'type':'composite'}",
                "{'type':'composite','parts':[]}",
                "{'type':'composite','parts':'x'}",
                "{'type':'composite','parts':{'type':'text','body':'x'}}",
                "{'type':'edit','target_event_id':'e'}",
                "{'type':'edit','new_content':{'type':'text','body':'x'}}",
                "{'type':'edit','target_event_id':5,'new_content':{'type':'text','body':'x'}}",
                "{'type':'system','body':'x','data':[]}",
                "{'type':'rich','body':'x','buttons':[5]}",
                "{'type':'rich','body':'x','buttons':[null]}",
                "{'type':'rich','body':'x','quick_replies':[null]}",
                "{'type':'rich','body':'x','format':5}",
                "{'type':'delete','target_event_id':' '}",
                "{'type':'tool_call','tool_name':'x','tool_id':'y','arguments':7}"
            })
    void contentInAnotherFormIsKeptAsItIs(String content) {
        RoomEvent event = event("'content':" + content + ",'metadata':{'after':1}");

        assertThat(event.content()).isInstanceOf(UnknownContent.class);
        assertThat(event.metadata()).containsEntry("after", 1);
        assertThat(((UnknownContent) event.content()).json())
                .isEqualTo(read("{'id':'t','room_id':'r','data':{'v':" + content + "}}", Task.class)
                        .data()
                        .get("v"));
        RoomEvent again = content.contains("1E1000000") ? event : this.json.readEvent(this.json.write(event), 0);
        assertThat(again).isEqualTo(event);
    }

    @Test
    void contentThatIsNullOrMissingIsUnknown() {
        assertThat(content("null")).isEqualTo(new UnknownContent(null));
        assertThat(event("'status':'read'").content()).isEqualTo(new UnknownContent(null));
        assertThat(this.json
                        .readEvent(this.json.write(event("'content':null")), 0)
                        .content())
                .isEqualTo(new UnknownContent(null));
    }

    @Test
    void insideOtherContentOnlyTheUnreadablePartIsUnknown() {
        assertThat(content("{'type':'composite','parts':[{'type':'text','body':'x'},{'type':'hologram'},null,"
                        + "{'type':'text'},{'type':'composite','parts':[7]}]}"))
                .isEqualTo(CompositeContent.of(
                        TextContent.of("x"),
                        new UnknownContent(Map.of("type", "hologram")),
                        new UnknownContent(null),
                        new UnknownContent(Map.of("type", "text")),
                        CompositeContent.of(new UnknownContent(7))));
        assertThat(content("{'type':'edit','target_event_id':'e','new_content':{'type':'media'},'edit_source':'s'}"))
                .isEqualTo(new EditContent("e", new UnknownContent(Map.of("type", "media")), "s"));
        assertThat(content("{'type':'edit','target_event_id':'e','new_content':null}"))
                .isEqualTo(EditContent.of("e", new UnknownContent(null)));
    }

    @Test
    void readableContentKeepsItsKindWhenTheRecordNeedsPatience() {
        RoomEvent event = event(
                "'correlation_id':5,'content':{'type':'media','url':'http://x','mime_type':'a/b'," + "'caption':'c'}");

        assertThat(event.correlationId()).isEqualTo("5");
        assertThat(event.content()).isEqualTo(new MediaContent("http://x", "a/b", null, null, "c"));
    }

    @Test
    void wholeNumbersWrittenWithAFractionAreReadOutsideContent() {
        assertThat(read("{'id':'r','timers':{'inactive_after_seconds':300.0}}", Room.class)
                        .timers())
                .isEqualTo(new RoomTimers(300L, null, null));
    }

    @Test
    void contentNestedWithoutEndIsReadWithoutExhaustingTheStack() {
        int depth = 50_000;
        String edits = "{'type':'edit','target_event_id':'e','new_content':".repeat(depth) + "7" + "}".repeat(depth);
        String typeLast = "{'new_content':".repeat(depth) + "7" + ",'target_event_id':'e','type':'edit'}".repeat(depth);
        String lists = "[".repeat(depth) + "]".repeat(depth);

        assertThat(content(edits)).isInstanceOf(EditContent.class);
        assertThat(content(typeLast)).isInstanceOf(EditContent.class);
        assertThat(content(lists)).isInstanceOf(UnknownContent.class);
        assertThat(content("{'type':'system','body':'x','data':{'a':" + lists + "}}"))
                .isInstanceOf(SystemContent.class);
        assertThat(event("'content':{'type':'text','body':'x'},'metadata':{'a':" + lists + "}")
                        .metadata())
                .containsKey("a");
    }

    @Test
    void longNumbersNamesAndTextsOfOtherWritersAreRead() {
        String name = "n".repeat(60_000);
        String number = "9".repeat(140_000);

        Task task = read(
                "{'id':'t','room_id':'r','data':{'" + name + "':" + number + ",'t':'" + "x".repeat(30_000_000) + "'}}",
                Task.class);

        assertThat(((BigInteger) task.data().get(name)).bitLength()).isGreaterThan(400_000);
        assertThat((String) task.data().get("t")).hasSize(30_000_000);
    }

    @Test
    void theIndexFromBesideTheEventWins() {
        RoomEvent plain = Samples.event();
        String stored = new String(this.json.write(plain), StandardCharsets.UTF_8);
        String withIndex = "{\"index\":3," + stored.substring(1);

        assertThat(this.json.readEvent(utf8(withIndex), 9))
                .isEqualTo(plain.toBuilder().index(9).build());
        assertThat(this.json.readEvent(utf8(" \n" + stored + "\r\n\t "), 9).index())
                .isEqualTo(9);
        assertThat(this.json.readEvent(utf8(stored), 9_007_199_254_740_991L).index())
                .isEqualTo(9_007_199_254_740_991L);
    }

    @Test
    void theValuesFromBesideTheRoomWin() {
        byte[] stored = utf8("{'id':'r','event_count':1,'latest_index':2,'delivered_index':3,"
                + "'timers':{'closed_after_seconds':4,'last_activity_at':'2026-01-01T00:00:00Z'}}");

        Room room = this.json.readRoom(stored, 5, 6, 7, null);

        assertThat(room.eventCount()).isEqualTo(5);
        assertThat(room.latestIndex()).isEqualTo(6);
        assertThat(room.deliveredIndex()).isEqualTo(7);
        assertThat(room.timers()).isEqualTo(new RoomTimers(null, 4L, null));
        assertThat(this.json.readRoom(stored, 5, 6, 7, Samples.TIME).timers().lastActivityAt())
                .isEqualTo(Samples.TIME);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "7",
                "[]",
                "{",
                "{}",
                "}",
                "{\"marker-5318008\":",
                "{'room_id':'marker-5318008'}",
                "{'id':'t','room_id':'r','created_at':'marker-5318008'}",
                "{'id':'t','room_id':'r','data':'marker-5318008'}",
                "{'id':'t','room_id':'r'} marker-5318008",
                "{'id':'t','room_id':'r'}é"
            })
    void whatCannotBeReadIsNamedWithoutAnyOfIt(String stored) {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> read(stored, Task.class))
                .withMessageStartingWith("Stored Task cannot be read: ")
                .withMessageNotContaining("5318008")
                .withNoCause()
                .satisfies(e -> assertThat(e.getSuppressed()).isEmpty());
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> this.json.readEvent(utf8(stored), 1))
                .withMessageStartingWith("Stored RoomEvent cannot be read: ")
                .withMessageNotContaining("5318008")
                .withNoCause();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'room_id':'r'} | id must not be null",
                "{'id':' ','room_id':'r'} | id must not be blank",
                "{'id':'t','room_id':'r','created_at':'yesterday'} | /created_at: must be a time in ISO-8601",
                "{'id':'t','room_id':'r','created_at':5} | /created_at: must be a time in ISO-8601",
                "{'id':'t','room_id':'r','data':'none'} | /data: must be an object",
                "[] | must be an object",
                "{'id': | it is not JSON"
            })
    void anErrorNamesTheFieldAndWhatIsWrong(String stored, String problem) {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> read(stored, Task.class))
                .withMessage("Stored Task cannot be read: " + problem);
    }

    @Test
    void anErrorNamesFieldsOfInnerRecords() {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> read("{'id':'r','timers':{'inactive_after_seconds':-1}}", Room.class))
                .withMessage("Stored Room cannot be read: /timers: inactiveAfterSeconds must not be negative");
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> read("{'id':'r','timers':{'inactive_after_seconds':'soon'}}", Room.class))
                .withMessage("Stored Room cannot be read: /timers/inactive_after_seconds: must be a whole number within"
                        + " its range");
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> read("{'channel_id':'c','room_id':'r','channel_type':'s m s'}", ChannelBinding.class))
                .withMessage(
                        "Stored ChannelBinding cannot be read: /channel_type: channelType must be printable ASCII without"
                                + " blanks");
    }

    @Test
    void emptyTextsInOptionalFieldsAreAbsent() {
        RoomEvent event = event("'blocked_by':'','response_visibility':'','parent_event_id':'','correlation_id':'',"
                + "'idempotency_key':'','content':{'type':'text','body':'','language':''}");
        Room room = read("{'id':'r','organization_id':'','closed_at':''}", Room.class);
        Participant participant = read(
                "{'id':'p','room_id':'r','channel_id':'c','identity_id':'','resolved_at':'','display_name':'Ann'}",
                Participant.class);

        assertThat(event)
                .extracting(
                        RoomEvent::blockedBy,
                        RoomEvent::responseVisibility,
                        RoomEvent::parentEventId,
                        RoomEvent::correlationId,
                        RoomEvent::idempotencyKey)
                .containsOnlyNulls();
        assertThat(event.content()).isEqualTo(new TextContent("", ""));
        assertThat(room.organizationId()).isNull();
        assertThat(room.closedAt()).isNull();
        assertThat(participant.identityId()).isNull();
        assertThat(participant.resolvedAt()).isNull();
        assertThat(participant.displayName()).isEqualTo("Ann");
        assertThat(content("{'type':'video','url':'http://x','mime_type':'video/mp4','thumbnail_url':''}"))
                .isEqualTo(VideoContent.of("http://x"));
    }

    @Test
    void emptyTextsInOtherFieldsAreRefused() {
        for (String stored :
                List.of("{'id':'','room_id':'r','organization_id':''}", "{'id':'t','room_id':'r','created_at':''}")) {
            assertThatExceptionOfType(StoreException.class).isThrownBy(() -> read(stored, Task.class));
        }
    }

    @Test
    void emptyTextsThatTheStoreWroteAreKept() {
        Task task = Task.of("room-1", "task-1").toBuilder().title("").build();

        assertThat(this.json.read(this.json.write(task), Task.class).title()).isEmpty();
    }

    @Test
    void aBindingOfAGroupIsReadInAnyForm() {
        String binding = "{'channel_id':'c','room_id':'r','channel_type':'sms','is_group':true,'participant_id':%s}";

        assertThat(read(binding.formatted("'p'"), ChannelBinding.class).isGroup())
                .isTrue();
        assertThat(read(binding.formatted("5"), ChannelBinding.class).isGroup()).isTrue();
        assertThat(read("{'channel_id':'c','room_id':'r','channel_type':'sms'}", ChannelBinding.class)
                        .isGroup())
                .isFalse();
    }

    @Test
    void anOutcomeOfANewerVersionReadsAsThePlaceholder() {
        String call = "{'type':'tool_call','tool_name':'x','tool_id':'y','outcome':'%s'}";

        assertThat(content(call.formatted("unserved")))
                .isEqualTo(ToolCallContent.builder("x", "y")
                        .outcome(ToolCallOutcome.UNSERVED)
                        .build());
        assertThat(((ToolCallContent) content(call.formatted("pondered"))).outcome())
                .isEqualTo(ToolCallOutcome.UNKNOWN);
    }

    @Test
    void whatIsReadCannotBeModified() {
        Map<String, Object> metadata =
                event("'content':null,'metadata':{'a':{'b':[1]}}").metadata();

        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> metadata.put("b", 1));
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> ((Map<?, ?>) metadata.get("a")).clear());
        assertThat(metadata).isEqualTo(Map.of("a", Map.of("b", List.of(1))));
    }

    private EventContent content(String content) {
        return event("'content':" + content).content();
    }

    private RoomEvent event(String fields) {
        return this.json.readEvent(
                utf8("{'id':'e','room_id':'r','source':{'channel_id':'c','channel_type':'sms'},"
                        + "'created_at':'2026-03-01T12:30:45Z'," + fields + "}"),
                0);
    }

    private <T extends Record> T read(String stored, Class<T> type) {
        return this.json.read(utf8(stored), type);
    }

    private static byte[] utf8(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
