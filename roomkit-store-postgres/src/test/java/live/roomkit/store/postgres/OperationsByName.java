package live.roomkit.store.postgres;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import live.roomkit.channel.ChannelType;
import live.roomkit.identity.Address;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.StoreException;
import live.roomkit.store.postgres.EveryOperation.Step;

/**
 * Calls every operation whose arguments follow from the names of its parameters, so that the statements of an operation that
 * is added later are tried as well. Operations that take a record or a query are left to {@link EveryOperation}.
 */
final class OperationsByName {

    private static final Set<String> NO_OPERATIONS = Set.of("close", "forOrganization", "unwrap", "streamEvents");

    private final LargeDataset data;

    private OperationsByName(LargeDataset data) {
        this.data = data;
    }

    static List<Step> on(LargeDataset data) {
        OperationsByName operations = new OperationsByName(data);
        return Arrays.stream(ConversationStore.class.getMethods())
                .filter(method -> !NO_OPERATIONS.contains(method.getName()))
                .filter(operations::hasArguments)
                .sorted(Comparator.comparing((Method method) -> method.getName().startsWith("delete"))
                        .thenComparing(Method::toString))
                .map(operations::step)
                .toList();
    }

    private boolean hasArguments(Method method) {
        return Arrays.stream(method.getParameters()).allMatch(parameter -> argument(parameter) != null);
    }

    private Step step(Method method) {
        Object[] arguments =
                Arrays.stream(method.getParameters()).map(this::argument).toArray();
        return new Step("call " + method.getName(), null, store -> call(store, method, arguments));
    }

    private static void call(ConversationStore store, Method method, Object[] arguments) {
        try {
            method.invoke(store, arguments);
        } catch (InvocationTargetException ex) {
            if (!(ex.getTargetException() instanceof StoreException)) {
                throw new AssertionError(method.getName() + " failed", ex.getTargetException());
            }
        } catch (IllegalAccessException ex) {
            throw new AssertionError(ex);
        }
    }

    private Object argument(Parameter parameter) {
        String room = this.data.room(25);
        if (parameter.getType() == Address.class) {
            return Address.of(ChannelType.SMS, parameter.getName().equals("newAddress") ? "+15551996" : "+1996");
        }
        return switch (parameter.getName()) {
            case "roomId" -> room;
            case "roomIds" -> List.of(room, this.data.room(26));
            case "eventId" -> this.data.event(room, 3);
            case "rootIds" -> List.of(this.data.event(room, 3));
            case "channelId" -> "ai-main";
            case "channelType" -> ChannelType.SMS;
            case "participantId" -> "agent-1";
            case "identityId" -> "identity-9";
            case "address" -> "+1996";
            case "taskId" -> "task-7";
            case "observationId" -> "observation-7";
            case "idempotencyKey" -> "key";
            case "organizationId" -> "org-7";
            case "patch" -> Map.of("a", 1);
            case "unset" -> Set.of("b");
            case "change" -> UnaryOperator.identity();
            case "index", "afterIndex" -> 5L;
            case "offset" -> 0;
            case "limit" -> 10;
            default -> parameter.getType().isEnum() ? parameter.getType().getEnumConstants()[0] : null;
        };
    }
}
