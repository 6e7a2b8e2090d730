// libqpdf, for decryption only.
#include "codec/qpdf_document.hpp"

#include <new>
#include <string>

#if defined(__clang__)
class JSON;  // qpdf 11.3's JSON.hh does not compile as C++20 with clang, and nothing here needs it
#define JSON_HH
#endif
#define POINTERHOLDER_TRANSITION 4
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFExc.hh>
#include <qpdf/QPDFWriter.hh>

namespace scrub::engine::codec {

Result<Blob> decrypted_pdf(Bytes in, std::string_view password, Budget& budget) {
    try {
        QPDF pdf;
        pdf.setSuppressWarnings(true);
        pdf.processMemoryFile("document", reinterpret_cast<char const*>(in.data()), in.size(), std::string(password).c_str());
        QPDFWriter writer(pdf);
        writer.setOutputMemory();
        writer.setPreserveEncryption(false);
        writer.setStreamDataMode(qpdf_s_preserve);
        writer.setObjectStreamMode(qpdf_o_disable);
        writer.setStaticID(true);
        writer.write();
        auto const buffer = writer.getBufferSharedPointer();
        if (!buffer) return fail(Errc::malformed, "an encrypted document that cannot be read");
        TRY(budget.inflated(buffer->getSize()));
        return Blob(buffer->getBuffer(), buffer->getBuffer() + buffer->getSize());
    } catch (QPDFExc const& error) {
        if (error.getErrorCode() == qpdf_e_password) return fail(Errc::encrypted, password.empty() ? "the document takes a password" : "the password does not open the document");
        return fail(Errc::malformed, "an encrypted document that cannot be read");
    } catch (std::bad_alloc const&) {
        return fail(Errc::over_budget, "an encrypted document that takes too much memory");
    } catch (std::exception const&) {
        return fail(Errc::malformed, "an encrypted document that cannot be read");
    }
}

}  // namespace scrub::engine::codec
