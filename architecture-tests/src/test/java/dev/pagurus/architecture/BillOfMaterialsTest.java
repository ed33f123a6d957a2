package dev.pagurus.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** Nothing else keeps the list of what is published in step with the modules. */
final class BillOfMaterialsTest {
  private static final Path ROOT =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolveSibling("");

  @Test
  void listsEveryPublishedModule() throws Exception {
    Document parent = pom(ROOT);
    Set<String> published = new TreeSet<>();
    for (String module : texts(parent, "/project/modules/module")) {
      Document pom = pom(ROOT.resolve(module));
      boolean isJar = texts(pom, "/project/packaging").isEmpty();
      boolean isKeptBack = texts(pom, "/project/properties/maven.deploy.skip").contains("true");
      if (isJar && !isKeptBack) {
        published.addAll(texts(pom, "/project/artifactId"));
      }
    }
    Document bom = pom(ROOT.resolve("bom"));
    assertEquals(published, new TreeSet<>(texts(bom, "//dependencyManagement//artifactId")));
  }

  private static Document pom(Path directory) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(directory.resolve("pom.xml").toFile());
  }

  private static List<String> texts(Document document, String path) throws Exception {
    XPath xpath = XPathFactory.newInstance().newXPath();
    NodeList nodes = (NodeList) xpath.evaluate(path, document, XPathConstants.NODESET);
    return IntStream.range(0, nodes.getLength())
        .mapToObj(i -> nodes.item(i).getTextContent())
        .toList();
  }
}
