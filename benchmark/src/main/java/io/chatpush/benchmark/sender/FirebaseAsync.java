package io.chatpush.benchmark.sender;

import com.google.api.core.ApiFutureCallback;
import com.google.api.core.ApiFutures;
import com.google.common.util.concurrent.MoreExecutors;
import com.google.firebase.messaging.FirebaseMessaging;
import java.io.IOException;
import java.security.GeneralSecurityException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The process {@code firebase-admin sendAsync}: as many calls in flight as the SDK can make use of,
 * which is more than its hundred threads.
 */
final class FirebaseAsync {

  private FirebaseAsync() {}

  public static void main(String[] arguments)
      throws IOException, GeneralSecurityException, InterruptedException {
    SenderOptions options = JsonMapper.shared().readValue(arguments[0], SenderOptions.class);
    FirebaseMessaging messaging = FirebaseAdmin.start(options);
    SampleMessages samples = new SampleMessages();
    new ClosedLoop(options)
        .run(sending ->
            ApiFutures.addCallback(
                messaging.sendAsync(FirebaseAdmin.message(samples.next())),
                new ApiFutureCallback<String>() {
                  @Override
                  public void onSuccess(String name) {
                    sending.ended(Fate.ACCEPTED);
                  }

                  @Override
                  public void onFailure(Throwable failure) {
                    sending.ended(Fate.UNKNOWN);
                  }
                },
                MoreExecutors.directExecutor()));
    System.exit(0); // the SDK's threads and its HTTP client's would stay
  }
}
