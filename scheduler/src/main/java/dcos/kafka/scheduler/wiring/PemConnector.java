package dcos.kafka.scheduler.wiring;

import dcos.kafka.scheduler.config.Surroundings;
import dcos.kafka.scheduler.config.setting.InvalidSurroundingsException;
import io.dropwizard.jetty.HttpsConnectorFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * Dropwizard's TLS connector with certificate and key from PEM files, which is what DC/OS and most
 * authorities hand out, rather than from a Java key store.
 */
final class PemConnector extends HttpsConnectorFactory {

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");

  /** The kinds of key that certificates have. */
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

  private final KeyStore store;

  /** Only in memory, for the key store's own interface wants one. */
  private final String password = UUID.randomUUID().toString();

  /**
   * A connector for a port.
   *
   * @throws InvalidSurroundingsException when the files can't be used, saying which and why
   */
  PemConnector(int port, Surroundings.Tls tls) {
    setPort(port);
    this.store = load(tls);
  }

  private KeyStore load(Surroundings.Tls tls) {
    try {
      Certificate[] chain = chain(tls.certificateFile());
      PrivateKey key = key(tls.keyFile());
      if (!isPair(key, chain[0])) {
        throw new InvalidSurroundingsException(
            "The key of API_TLS_KEY_FILE (%s) is not that of the first certificate of API_TLS_CERTIFICATE_FILE (%s), so no client could connect; give those that were made together."
                .formatted(tls.keyFile(), tls.certificateFile()));
      }
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(null, null);
      keys.setKeyEntry("api", key, password.toCharArray(), chain);
      return keys;
    } catch (IOException e) {
      throw new InvalidSurroundingsException(
          "API_TLS_CERTIFICATE_FILE (%s) and API_TLS_KEY_FILE (%s) can't both be read: %s"
              .formatted(tls.certificateFile(), tls.keyFile(), e));
    } catch (GeneralSecurityException e) {
      throw new InvalidSurroundingsException(
          "API_TLS_CERTIFICATE_FILE (%s) and API_TLS_KEY_FILE (%s) don't make a certificate: %s"
              .formatted(tls.certificateFile(), tls.keyFile(), e.getMessage()));
    }
  }

  private static Certificate[] chain(Path file) throws IOException, GeneralSecurityException {
    Certificate[] chain =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)))
            .toArray(Certificate[]::new);
    if (chain.length == 0) {
      throw new InvalidSurroundingsException(
          "API_TLS_CERTIFICATE_FILE names %s, which holds no certificate.".formatted(file));
    }
    return chain;
  }

  private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
    Matcher pem = KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
    if (!pem.find()) {
      throw new InvalidSurroundingsException(
          "API_TLS_KEY_FILE names %s, which holds no unencrypted PKCS#8 key (BEGIN PRIVATE KEY);"
                  .formatted(file)
              + " convert it with: openssl pkcs8 -topk8 -nocrypt -in old.pem -out key.pem");
    }
    PKCS8EncodedKeySpec spec =
        new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException e) {
        // of another kind, then
      }
    }
    throw new InvalidSurroundingsException(
        "API_TLS_KEY_FILE names %s, whose key is none of %s.".formatted(file, ALGORITHMS));
  }

  /** A key store takes any two, and each handshake would fail. */
  private static boolean isPair(PrivateKey key, Certificate certificate)
      throws GeneralSecurityException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> "EdDSA";
        };
    byte[] text = "a pair".getBytes(StandardCharsets.US_ASCII);
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(text);
    byte[] signed = signature.sign();
    try {
      signature.initVerify(certificate.getPublicKey());
      signature.update(text);
      return signature.verify(signed);
    } catch (InvalidKeyException | SignatureException e) {
      // of another kind, or length
      return false;
    }
  }

  @Override
  protected SslContextFactory.Server configureSslContextFactory(SslContextFactory factory) {
    factory.setKeyStore(store);
    factory.setKeyStorePassword(password);
    factory.setKeyManagerPassword(password);
    return (SslContextFactory.Server) factory;
  }
}
