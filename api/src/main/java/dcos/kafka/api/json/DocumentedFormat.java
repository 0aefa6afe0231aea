package dcos.kafka.api.json;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;

/**
 * JSON as the documents show it: two spaces, one element a line, no space before a colon, empty
 * lists as {@code []}.
 */
final class DocumentedFormat extends DefaultPrettyPrinter {

  private static final long serialVersionUID = 1;

  DocumentedFormat() {
    super(
        Separators.createDefaultInstance()
            .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
            .withObjectEmptySeparator("")
            .withArrayEmptySeparator(""));
    DefaultIndenter twoSpaces = new DefaultIndenter("  ", "\n");
    indentObjectsWith(twoSpaces);
    indentArraysWith(twoSpaces);
  }

  private DocumentedFormat(DocumentedFormat base) {
    super(base);
  }

  @Override
  public DefaultPrettyPrinter createInstance() {
    return new DocumentedFormat(this);
  }
}
