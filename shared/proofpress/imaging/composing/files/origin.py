"""What a file says of its origin, as XMP.

IPTC Photo Metadata Standard 2025.1, Digital Source Type; the values are those of
https://cv.iptc.org/newscodes/digitalsourcetype/. The lineage id is Dublin Core's `source`.
"""

from xml.sax.saxutils import escape

from proofpress.domain.designs import Provenance, SourceType

_VOCABULARY = "http://cv.iptc.org/newscodes/digitalsourcetype/"
_PACKET = """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\
<x:xmpmeta xmlns:x="adobe:ns:meta/">\
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\
<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" \
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">\
<Iptc4xmpExt:DigitalSourceType>{source_type}</Iptc4xmpExt:DigitalSourceType>\
<xmp:CreatorTool>Proofpress</xmp:CreatorTool>{lineage}\
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>"""


def packet(provenance: Provenance) -> bytes:
    """The XMP packet, in UTF-8."""
    lineage = f"<dc:source>{escape(provenance.lineage_id)}</dc:source>" if provenance.lineage_id else ""
    return _PACKET.format(source_type=source_type_uri(provenance.source_type), lineage=lineage).encode()


def source_type_uri(source_type: SourceType) -> str:
    """The term of IPTC's vocabulary."""
    return _VOCABULARY + source_type
