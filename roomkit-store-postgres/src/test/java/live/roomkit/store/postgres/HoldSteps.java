package live.roomkit.store.postgres;

import java.util.List;
import java.util.function.Consumer;
import live.roomkit.event.ReplyPolicy;
import live.roomkit.protection.Hold;
import live.roomkit.protection.HoldTarget;
import live.roomkit.protection.Protection;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.postgres.EveryOperation.Step;

/** Everything that can be asked of holds, and the deletions that look for them. */
final class HoldSteps {

    private HoldSteps() {}

    static List<Step> on(LargeDataset data) {
        return List.of(
                step("place holds and release them", store -> {
                    Protection protection = Protection.of(store);
                    for (HoldTarget target :
                            List.of(HoldTarget.room(data.room(31)), HoldTarget.organization("org-7"))) {
                        Hold hold = protection.placeHold(target, "lawsuit");
                        protection.releaseHold(hold.id());
                    }
                }),
                step("list a page of holds", store -> {
                    List<Hold> page = Protection.of(store).listHolds(10, null);
                    Protection.of(store)
                            .listHolds(10, page.isEmpty() ? null : page.get(0).cursor());
                }),
                step("delete nothing in a room that is not held", store -> {
                    store.deleteEvent(data.room(31), "missing", ReplyPolicy.KEEP);
                    store.deleteTask(data.room(31), "missing");
                }),
                step("delete an identity that is not held", store -> store.deleteIdentity("missing")));
    }

    private static Step step(String name, Consumer<ConversationStore> work) {
        return new Step(name, null, work);
    }
}
